import {
  encodeCursor,
  page,
  pageRequest,
  type PageArguments,
} from '@voltpark/kit/graphql/connection';
import { z } from 'zod';

type Slice = { readonly limit: number; readonly after: string | null };

/** A page of things whose ids ascend with their making, the latest first. */
export async function pageById<Row extends { readonly id: string }>(
  args: PageArguments,
  load: (slice: Slice) => Promise<readonly Row[]>,
) {
  const rows = await load(byId(args));
  return page(rows, args, ({ id }) => encodeCursor([id]));
}

function byId(args: PageArguments): Slice {
  const { limit, after } = pageRequest(args, z.tuple([z.string()]));
  return { limit, after: after?.[0] ?? null };
}

/** A page of versions, the latest first. */
export async function pageByNumber<Row extends { readonly number: number }>(
  args: PageArguments,
  load: (slice: { readonly limit: number; readonly after: number | null }) => Promise<Row[]>,
) {
  const { limit, after } = pageRequest(args, z.tuple([z.number().int()]));
  const rows = await load({ limit, after: after?.[0] ?? null });
  return page(rows, args, ({ number }) => encodeCursor([number]));
}
