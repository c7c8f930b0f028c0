import type { RunningContext } from '@voltpark/kit/context';
import { userError } from '@voltpark/kit/graphql/errors';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type { SubgraphSource } from '../../src/supergraph/composition.js';
import { context } from './garden-contexts.js';

/** What a context of a spec knows: rows by customer, and whether it has begun to forget them. */
export interface Knowledge {
  readonly rows: Readonly<
    Record<string, readonly { readonly table: string; readonly row: string }[]>
  >;
  isForgetting?: boolean;
  /** What its answers wait for. */
  slow?: (() => Promise<void>) | undefined;
}

/** A subgraph with the field by which people see what it knows of them. */
export function knowing(
  name: string,
  knows: Knowledge,
): SubgraphSource & { running: RunningContext } {
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable", "@requiresScopes"])
    type Query {
      ${name}PersonalRecords(first: Int!, after: String): PersonalRecordConnection! @requiresScopes(scopes: [["accounts:self"]])
    }
    type PersonalRecordConnection @shareable { edges: [PersonalRecordEdge!]! pageInfo: RecordsPage! }
    type PersonalRecordEdge @shareable { node: PersonalRecord! }
    type PersonalRecord @shareable { table: String! row: String! }
    type RecordsPage @shareable { hasNextPage: Boolean! endCursor: String }`;
  const records = async (
    _: unknown,
    { first, after }: { first: number; after?: string | null },
    { request }: { request: SubgraphRequest },
  ) => {
    await knows.slow?.();
    if (knows.isForgetting === true) throw userError('Being forgotten.', 'BEING_FORGOTTEN');
    const from = Number(after ?? 0);
    const theirs = knows.rows[request.actor.customerId ?? ''] ?? [];
    const edges = theirs.slice(from, from + first).map((node) => ({ node }));
    const end = from + edges.length;
    return { edges, pageInfo: { hasNextPage: end < theirs.length, endCursor: String(end) } };
  };
  const source = { name, url: `http://${name}:4001/graphql`, sdl };
  return {
    ...source,
    running: context(source, { Query: { [`${name}PersonalRecords`]: records } }),
  };
}
