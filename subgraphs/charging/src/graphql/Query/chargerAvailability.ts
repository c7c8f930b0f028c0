import type { QueryResolvers } from '../generated/types.js';
import { chargerAvailabilityAt } from '../queue.js';

export const chargerAvailability: NonNullable<QueryResolvers['chargerAvailability']> = (
  _root,
  { facilityId, connectorType },
  context,
) => chargerAvailabilityAt(facilityId, connectorType, context);
