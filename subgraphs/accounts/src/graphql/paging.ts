import {
  encodeCursor,
  page,
  pageRequest,
  type Connection,
  type PageArguments,
} from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { Slice } from '../application/stores.js';

const idKey = z.tuple([z.uuid()]).transform(([id]) => id);

/** A page of a list that is in the order of its ids. */
export async function pageById<Row extends { readonly id: string }>(
  args: PageArguments,
  read: (slice: Slice<string>) => Promise<readonly Row[]>,
): Promise<Connection<Row>> {
  const rows = await read(pageRequest(args, idKey));
  return page(rows, args, ({ id }) => encodeCursor([id]));
}
