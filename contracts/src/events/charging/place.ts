import { idSchema } from '../../shared.js';

/** Where something about charging happens. */
export const place = {
  stationId: idSchema,
  facilityId: idSchema,
  tenantId: idSchema,
};
