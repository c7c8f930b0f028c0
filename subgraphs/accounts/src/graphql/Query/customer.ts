import { seenCustomer } from '../seen.js';
import type { QueryResolvers } from '../generated/types.js';

export const customer: NonNullable<QueryResolvers['customer']> = async (
  _root,
  { id },
  { loaders, cause },
) => seenCustomer(cause.actor, await loaders.customer.load(id));
