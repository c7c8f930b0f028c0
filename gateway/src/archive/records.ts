import type { SubgraphRequest } from '@voltpark/kit/request';
import { z } from 'zod';
import { archiveLimits } from '../limits.js';
import { SubgraphUnavailable, type SubgraphTransport } from '../ports.js';

/** A row in which a person stands. */
export interface PersonalRow {
  readonly table: string;
  /** JSON text. */
  readonly row: string;
}

/** Why a context did not tell everything: it is away, or it has begun to forget the person. */
export type Silence = 'AWAY' | 'FORGETTING';

/** A context did not tell everything it knows. */
export class ContextSilent extends Error {
  constructor(
    readonly context: string,
    readonly silence: Silence,
    options?: ErrorOptions,
  ) {
    super(`${context} does not tell everything: ${silence}`, options);
    this.name = 'ContextSilent';
  }
}

/** The field by which a context shows a person what it knows of them. */
export const recordsField = (context: string): string => `${context}PersonalRecords`;

const pageSchema = z.object({
  records: z.object({
    edges: z.array(z.object({ node: z.object({ table: z.string(), row: z.string() }) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

/**
 * Everything that a context knows of the person who asks, page by page, table by table.
 * @param request who asks; each page has a deadline of its own within that of the request
 * @param pageMs what a page may take
 * @throws ContextSilent when any page is missing
 */
export async function* recordsOf(
  transport: SubgraphTransport,
  context: string,
  request: SubgraphRequest,
  pageMs: number,
): AsyncGenerator<readonly PersonalRow[]> {
  const query = `query Archive($first: Int!, $after: String) {
    records: ${recordsField(context)}(first: $first, after: $after) {
      edges { node { table row } } pageInfo { hasNextPage endCursor } } }`;
  let after: string | null = null;
  for (;;) {
    const deadline = Math.min(request.deadline, Date.now() + pageMs);
    const { data, errors } = await transport
      .execute(context, {
        kind: 'query',
        query,
        operationName: 'Archive',
        variables: { first: archiveLimits.pageSize, after },
        request: { ...request, deadline },
      })
      .catch((error: unknown) => {
        if (!(error instanceof SubgraphUnavailable)) throw error;
        throw new ContextSilent(context, 'AWAY', { cause: error });
      });
    if (errors?.some(({ extensions }) => extensions?.['code'] === 'BEING_FORGOTTEN') === true) {
      throw new ContextSilent(context, 'FORGETTING');
    }
    const page = pageSchema.safeParse(data);
    if (!page.success) {
      throw new ContextSilent(context, 'AWAY', { cause: new Error(JSON.stringify(errors)) });
    }
    const { edges, pageInfo } = page.data.records;
    yield edges.map(({ node }) => node);
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}
