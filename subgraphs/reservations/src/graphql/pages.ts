import {
  encodeCursor,
  page,
  pageRequest,
  type PageArguments,
} from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { ReservationFilter } from '../application/ports.js';
import type { GraphQLContext } from './context.js';

const cursor = z.tuple([z.coerce.date(), z.string()]);

/** A page of the reservations that the one who asks may see, the latest window first. */
export async function reservationPage(
  args: PageArguments,
  filter: ReservationFilter,
  { useCases, viewer }: GraphQLContext,
) {
  const found = await useCases.list(viewer, pageRequest(args, cursor), filter);
  return page(found, args, ({ startsAt, id }) => encodeCursor([startsAt, id]));
}
