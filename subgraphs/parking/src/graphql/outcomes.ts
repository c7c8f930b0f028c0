import { loaded } from '@voltpark/kit/graphql/loaded';
import { isoDuration } from './duration.js';
import type {
  FacilityCountsRecordedResolvers,
  FacilityFullResolvers,
  ParkedVehicleResolvers,
  SessionCorrectedResolvers,
  SlotsLaidOutResolvers,
  SlotStatusSetResolvers,
  VehicleAlreadyParkedResolvers,
  VehicleLeftResolvers,
} from './generated/types.js';

/** Members of the unions that mutations answer with, and what lists hold, where they are more than their fields. */
export const SlotsLaidOut: SlotsLaidOutResolvers = {
  facility: ({ facilityId }) => ({ id: facilityId }),
  levels: ({ levelIds }, _args, { loaders }) =>
    Promise.all(levelIds.map((id) => loaded(loaders.level, id))),
};

export const SlotStatusSet: SlotStatusSetResolvers = {
  slot: ({ slotId }, _args, { loaders }) => loaded(loaders.slot, slotId),
};

export const SessionCorrected: SessionCorrectedResolvers = {
  session: ({ sessionId }, _args, { loaders }) => loaded(loaders.session, sessionId),
};

export const VehicleLeft: VehicleLeftResolvers = {
  duration: ({ durationSeconds }) => isoDuration(durationSeconds),
};

export const FacilityCountsRecorded: FacilityCountsRecordedResolvers = {
  facilities: ({ facilityIds }) => facilityIds.map((id) => ({ id })),
};

export const FacilityFull: FacilityFullResolvers = {
  alternative: ({ alternative }) => alternative && { id: alternative.facilityId },
  alternativeDistanceMetres: ({ alternative }) => alternative?.distanceMetres ?? null,
};

export const VehicleAlreadyParked: VehicleAlreadyParkedResolvers = {
  facility: ({ facilityId }) => (facilityId === null ? null : { id: facilityId }),
};

export const ParkedVehicle: ParkedVehicleResolvers = {
  session: (session) => session,
};
