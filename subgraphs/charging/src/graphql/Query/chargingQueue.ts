import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { QueryResolvers } from '../generated/types.js';

const byTime = z.tuple([z.coerce.date(), z.string()]);

export const chargingQueue: NonNullable<QueryResolvers['chargingQueue']> = async (
  _root,
  args,
  { useCases, viewer },
) => {
  const criteria = { facilityId: args.facilityId ?? null, live: args.live ?? null };
  const slice = pageRequest(args, byTime);
  const rows = await useCases.reads.queues.find(criteria, slice, viewer);
  return page(rows, args, ({ joinedAt, id }) => encodeCursor([joinedAt, id]));
};
