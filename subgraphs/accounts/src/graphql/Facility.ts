import type { FacilityResolvers } from './generated/types.js';
import { pageById } from './paging.js';

export const Facility: FacilityResolvers = {
  __resolveReference: async ({ id }, { loaders }) => {
    const known = await loaders.facility.load(id);
    return known === null ? null : { id };
  },
  passProducts: ({ id: facilityId }, args, { useCases, cause }) =>
    pageById(args, (slice) =>
      useCases.listPassProducts(
        cause,
        { tenantId: null, facilityId, includeWithdrawn: false },
        slice,
      ),
    ),
};
