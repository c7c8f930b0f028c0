import { pageById } from '../connections.js';
import type { QueryResolvers } from '../generated/types.js';

export const discount: NonNullable<QueryResolvers['discount']> = (
  _root,
  { code, facilityId },
  { useCases },
) => useCases.discountByCode(code, facilityId);

export const discounts: NonNullable<QueryResolvers['discounts']> = (
  _root,
  args,
  { useCases, cause },
) => pageById(args, (slice) => useCases.listDiscounts(cause, slice));
