import { normaliseRegistration } from '@voltpark/contracts';
import type { VehicleResolvers } from './generated/types.js';
import { sessionPage } from './pages.js';

export const Vehicle: VehicleResolvers = {
  __resolveReference: async ({ registration: written }, { loaders }) => {
    const registration = normaliseRegistration(written);
    return (await loaders.isKnown.load(registration)) ? { registration } : null;
  },
  currentSession: ({ registration }, _args, { loaders }) => loaders.openSession.load(registration),
  parkingHistory: ({ registration }, args, context) =>
    sessionPage({ ...args, registration }, context),
};
