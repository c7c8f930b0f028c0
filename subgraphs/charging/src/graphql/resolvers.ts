import type { Resolvers } from './generated/types.js';
import { meterResolvers } from './resolvers/meter.js';
import { sessionResolvers } from './resolvers/sessions.js';
import { stationResolvers } from './resolvers/stations.js';

/** Everything that this context answers for, area by area. */
export const resolvers: Resolvers = {
  ...stationResolvers,
  ...sessionResolvers,
  ...meterResolvers,
  ChargingSession: { ...sessionResolvers.ChargingSession, ...meterResolvers.ChargingSession },
  Query: { ...stationResolvers.Query, ...sessionResolvers.Query, ...meterResolvers.Query },
  Mutation: {
    ...stationResolvers.Mutation,
    ...sessionResolvers.Mutation,
    ...meterResolvers.Mutation,
  },
};
