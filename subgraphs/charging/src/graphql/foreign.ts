import { normaliseRegistration } from '@voltpark/contracts';
import type {
  FacilityResolvers,
  ParkingSessionResolvers,
  VehicleResolvers,
} from './generated/types.js';
import { sessionPage, stationPage } from './pages.js';

export const Facility: FacilityResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    (await loaders.isFacility.load(id)) ? { id } : null,
  stations: ({ id }, args, context) => stationPage({ ...args, facilityId: id }, context),
};

export const Vehicle: VehicleResolvers = {
  __resolveReference: async ({ registration: written }, { loaders }) => {
    const registration = normaliseRegistration(written);
    return (await loaders.isRegistration.load(registration)) ? { registration } : null;
  },
  currentCharging: ({ registration }, _args, { loaders }) => loaders.openSession.load(registration),
  chargingHistory: ({ registration }, args, context) =>
    sessionPage({ ...args, registration }, context),
};

export const ParkingSession: ParkingSessionResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    (await loaders.isStay.load(id)) ? { id } : null,
  chargingSessions: ({ id }, args, context) =>
    sessionPage({ ...args, parkingSessionId: id }, context),
  chargingProposal: ({ id }, _args, { useCases, viewer }) =>
    useCases.reads.proposals.ofStay(id, viewer),
};
