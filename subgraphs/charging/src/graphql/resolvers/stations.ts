import type { Resolvers } from '../generated/types.js';
import { registerStation } from '../Mutation/registerStation.js';
import { reportConnectorStatus } from '../Mutation/reportConnectorStatus.js';
import { setStationStatus } from '../Mutation/setStationStatus.js';
import { stationHeartbeat } from '../Mutation/stationHeartbeat.js';
import { updateStation } from '../Mutation/updateStation.js';
import { station } from '../Query/station.js';
import { stations } from '../Query/stations.js';
import { Charger, Connector, Station, StationAdministration } from '../Station.js';

/** Stations, chargers and connectors. */
export const stationResolvers = {
  Query: { station, stations },
  Mutation: {
    registerStation,
    reportConnectorStatus,
    setStationStatus,
    stationHeartbeat,
    updateStation,
  },
  Station,
  StationAdministration,
  Charger,
  Connector,
} satisfies Resolvers;
