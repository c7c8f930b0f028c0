import type { Resolvers } from './generated/types.js';
import { sessionResolvers } from './resolvers/sessions.js';
import { stationResolvers } from './resolvers/stations.js';

/** Everything that this context answers for, area by area. */
export const resolvers: Resolvers = {
  ...stationResolvers,
  ...sessionResolvers,
  ChargingSession: { ...sessionResolvers.ChargingSession },
  Query: { ...stationResolvers.Query, ...sessionResolvers.Query },
  Mutation: { ...stationResolvers.Mutation, ...sessionResolvers.Mutation },
};
