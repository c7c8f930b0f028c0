import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import { pageById } from '../connections.js';
import type { QueryResolvers } from '../generated/types.js';

const cursor = z.tuple([z.coerce.date(), z.string()]);

export const priceAssignments: NonNullable<QueryResolvers['priceAssignments']> = async (
  _root,
  { facilityId, kind = null, ...args },
  { useCases, cause },
) => {
  const slice = pageRequest(args, cursor);
  const rows = await useCases.listAssignments(cause, { facilityId, kind }, slice);
  return page(rows, args, ({ effectiveFrom, id }) => encodeCursor([effectiveFrom, id]));
};

export const ignoredPriceSettings: NonNullable<QueryResolvers['ignoredPriceSettings']> = (
  _root,
  { facilityId, ...args },
  { useCases, cause },
) => pageById(args, (slice) => useCases.listIgnoredSettings(cause, facilityId, slice));
