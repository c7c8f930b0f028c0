import { ChargingProposal } from '../ChargingProposal.js';
import { ChargingSession } from '../ChargingSession.js';
import { Facility, ParkingSession, Vehicle } from '../foreign.js';
import type { Resolvers } from '../generated/types.js';
import { acceptProposal } from '../Mutation/acceptProposal.js';
import { declineProposal } from '../Mutation/declineProposal.js';
import { pauseCharging } from '../Mutation/pauseCharging.js';
import { resumeCharging } from '../Mutation/resumeCharging.js';
import { startCharging } from '../Mutation/startCharging.js';
import { stopCharging } from '../Mutation/stopCharging.js';
import { chargingProposal } from '../Query/chargingProposal.js';
import { chargingProposals } from '../Query/chargingProposals.js';
import { chargingSession } from '../Query/chargingSession.js';
import { chargingSessions } from '../Query/chargingSessions.js';

/** Sessions and offers to charge, and what they add to entities of others. */
export const sessionResolvers = {
  Query: { chargingSession, chargingSessions, chargingProposal, chargingProposals },
  Mutation: {
    acceptProposal,
    declineProposal,
    pauseCharging,
    resumeCharging,
    startCharging,
    stopCharging,
  },
  ChargingSession,
  ChargingProposal,
  Facility,
  Vehicle,
  ParkingSession,
} satisfies Resolvers;
