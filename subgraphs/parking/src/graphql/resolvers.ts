import { Facility } from './Facility.js';
import type { Resolvers } from './generated/types.js';
import { Level } from './Level.js';
import { addSlots } from './Mutation/addSlots.js';
import { closeForgottenSession } from './Mutation/closeForgottenSession.js';
import { correctRegistration } from './Mutation/correctRegistration.js';
import { layOutSlots } from './Mutation/layOutSlots.js';
import { leave } from './Mutation/leave.js';
import { lostTicket } from './Mutation/lostTicket.js';
import { mergeSessions } from './Mutation/mergeSessions.js';
import { parkVehicle } from './Mutation/parkVehicle.js';
import { recordFacilityCounts } from './Mutation/recordFacilityCounts.js';
import { setSlotStatus } from './Mutation/setSlotStatus.js';
import { CountFeed, Occupancy } from './Occupancy.js';
import {
  FacilityCountsRecorded,
  FacilityFull,
  ParkedVehicle,
  SessionCorrected,
  SlotsLaidOut,
  SlotStatusSet,
  VehicleAlreadyParked,
  VehicleLeft,
} from './outcomes.js';
import { ParkingSession } from './ParkingSession.js';
import { parkingSession } from './Query/parkingSession.js';
import { parkingSessions } from './Query/parkingSessions.js';
import { registrations } from './Query/registrations.js';
import { slot } from './Query/slot.js';
import { slots } from './Query/slots.js';
import { SessionCorrection } from './SessionCorrection.js';
import { Slot } from './Slot.js';
import { SlotAvailability } from './SlotAvailability.js';
import { slotAvailability } from './Subscription/slotAvailability.js';
import { Vehicle } from './Vehicle.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { parkingSession, parkingSessions, slot, slots, registrations },
  Mutation: {
    layOutSlots,
    addSlots,
    setSlotStatus,
    parkVehicle,
    leave,
    correctRegistration,
    mergeSessions,
    closeForgottenSession,
    lostTicket,
    recordFacilityCounts,
  },
  Subscription: { slotAvailability },
  Facility,
  Vehicle,
  Level,
  Slot,
  ParkingSession,
  SessionCorrection,
  Occupancy,
  CountFeed,
  SlotAvailability,
  SlotsLaidOut,
  SlotStatusSet,
  SessionCorrected,
  VehicleLeft,
  VehicleAlreadyParked,
  FacilityCountsRecorded,
  FacilityFull,
  ParkedVehicle,
};
