import { ChargingProposal } from '../ChargingProposal.js';
import { ChargingSession } from '../ChargingSession.js';
import { Facility, ParkingSession, Vehicle } from '../foreign.js';
import type { Resolvers } from '../generated/types.js';
import { chargingProposal } from '../Query/chargingProposal.js';
import { chargingProposals } from '../Query/chargingProposals.js';
import { chargingSession } from '../Query/chargingSession.js';
import { chargingSessions } from '../Query/chargingSessions.js';

/** Sessions and offers to charge, and what they add to entities of others. */
export const sessionResolvers = {
  Query: { chargingSession, chargingSessions, chargingProposal, chargingProposals },
  Mutation: {},
  ChargingSession,
  ChargingProposal,
  Facility,
  Vehicle,
  ParkingSession,
} satisfies Resolvers;
