import type { z } from 'zod';
import { limits } from '../limits.js';
import { userError } from './errors.js';

/** Arguments of a list field. */
export interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** A Relay connection. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** The value of `first`, when it is within the limit. @throws GraphQLError BAD_USER_INPUT otherwise */
export function checkedFirst(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= limits.pageSize) return first;
  throw userError(`\`first\` must be between 1 and ${limits.pageSize}, not ${first}.`);
}

/** An opaque cursor that holds the sort key of a row, `[id]` or `[sortKey, id]`. */
export function encodeCursor(key: readonly (string | number | boolean | Date | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The sort key in a cursor, checked by its schema: `z.tuple([z.coerce.date(), z.string()])`.
 * @throws GraphQLError BAD_USER_INPUT when the cursor is not one of this list
 */
export function decodeCursor<Key>(cursor: string, key: z.ZodType<Key>): Key {
  try {
    if (cursor.length <= limits.cursorLength) {
      const text = Buffer.from(cursor, 'base64url').toString();
      // No key of ours holds a NUL, and Postgres takes none.
      if (!text.includes(String.raw`\u0000`)) return key.parse(JSON.parse(text));
    }
  } catch {
    // Whatever is wrong with it, the answer is the same.
  }
  throw userError('`after` is not a cursor of this list.');
}

/**
 * What to ask the store for: `limit` rows, one more than the page, behind the sort key `after`.
 * @throws GraphQLError BAD_USER_INPUT when `first` is over the limit or `after` is not a cursor of this list
 */
export function pageRequest<Key>(
  args: PageArguments,
  key: z.ZodType<Key>,
): { readonly limit: number; readonly after: Key | null } {
  return {
    limit: checkedFirst(args.first) + 1,
    after: args.after == null ? null : decodeCursor(args.after, key),
  };
}

/**
 * A page of a list from rows in keyset order that begin behind `after`. The store reads `first + 1` of them;
 * the one too many says that there is a next page.
 */
export function page<Row>(
  rows: readonly Row[],
  args: PageArguments,
  cursorOf: (row: Row) => string,
): Connection<Row> {
  const edges = rows.slice(0, args.first).map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > args.first,
      // A cursor is that of an item, so whoever has one has seen an item before this page.
      hasPreviousPage: args.after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
