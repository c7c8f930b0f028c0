import type { Resolvers } from './generated/types.js';
import { meterResolvers } from './resolvers/meter.js';
import { queueResolvers } from './resolvers/queue.js';
import { sessionResolvers } from './resolvers/sessions.js';
import { stationResolvers } from './resolvers/stations.js';

/** Everything that this context answers for, area by area. */
export const resolvers: Resolvers = {
  ...stationResolvers,
  ...sessionResolvers,
  ...queueResolvers,
  Facility: { ...sessionResolvers.Facility, ...queueResolvers.Facility },
  ...meterResolvers,
  Subscription: { ...meterResolvers.Subscription, ...queueResolvers.Subscription },
  ChargingSession: { ...sessionResolvers.ChargingSession, ...meterResolvers.ChargingSession },
  Query: {
    ...stationResolvers.Query,
    ...sessionResolvers.Query,
    ...queueResolvers.Query,
    ...meterResolvers.Query,
  },
  Mutation: {
    ...stationResolvers.Mutation,
    ...sessionResolvers.Mutation,
    ...queueResolvers.Mutation,
    ...meterResolvers.Mutation,
  },
};
