import type { QueryResolvers } from '../generated/types.js';
import { reservationPage } from '../pages.js';

export const reservations: NonNullable<QueryResolvers['reservations']> = (_root, args, context) =>
  reservationPage(args, { facilityId: args.facilityId, status: args.status }, context);
