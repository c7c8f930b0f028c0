import type { FacilityResolvers } from './generated/types.js';
import { sessionPage, slotPage } from './pages.js';

export const Facility: FacilityResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    (await loaders.occupancy.load(id)) === null ? null : { id },
  occupancy: ({ id }, _args, { loaders }) => loaders.occupancy.load(id),
  levels: ({ id }, _args, { loaders }) => loaders.levelsOf.load(id),
  slots: ({ id }, args, context) => slotPage(id, args, context),
  parkingSessions: ({ id }, args, context) => sessionPage({ ...args, facilityId: id }, context),
};
