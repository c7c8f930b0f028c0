import type { QueryResolvers } from '../generated/types.js';
import { slotPage } from '../pages.js';

export const slots: NonNullable<QueryResolvers['slots']> = (_root, args, context) =>
  slotPage(args.facilityId, args, context);
