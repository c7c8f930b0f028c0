import type { Resolvers } from '../generated/types.js';
import { station } from '../Query/station.js';
import { stations } from '../Query/stations.js';
import { Charger, Connector, Station, StationAdministration } from '../Station.js';

/** Stations, chargers and connectors. */
export const stationResolvers = {
  Query: { station, stations },
  Mutation: {},
  Station,
  StationAdministration,
  Charger,
  Connector,
} satisfies Resolvers;
