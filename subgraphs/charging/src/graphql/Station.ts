import { reaches, reachOf } from '@voltpark/kit/reach';
import { loaded } from '@voltpark/kit/graphql/loaded';
import { worksFor } from '../domain/permission.js';
import type {
  ChargerResolvers,
  ConnectorResolvers,
  StationAdministrationResolvers,
  StationResolvers,
} from './generated/types.js';

/** Watts as kilowatts, exactly. */
export const kilowatts = (watts: number): string => String(watts / 1_000);

export const Station: StationResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.station.load(id),
  facility: ({ facilityId }) => ({ id: facilityId }),
  chargers: ({ id }, _args, { loaders }) => loaders.chargersOf.load(id),
  administration: (station, _args, { cause: { actor } }) =>
    worksFor(actor, station.tenantId) && reaches(reachOf(actor), station.tenantId) ? station : null,
};

export const StationAdministration: StationAdministrationResolvers = {
  maintenance: ({ maintenance }) => maintenance,
};

export const Charger: ChargerResolvers = {
  station: ({ stationId }, _args, { loaders }) => loaded(loaders.station, stationId),
  slot: ({ slotId }) => (slotId === null ? null : { id: slotId }),
  powerKw: ({ powerW }) => kilowatts(powerW),
  connectors: ({ id }, _args, { loaders }) => loaders.connectorsOf.load(id),
};

export const Connector: ConnectorResolvers = {
  charger: ({ chargerId }, _args, { loaders }) => loaded(loaders.charger, chargerId),
  powerKw: ({ powerW }) => kilowatts(powerW),
  isAvailable: async ({ stationId, status }, _args, { loaders }) =>
    status === 'AVAILABLE' && (await loaded(loaders.station, stationId)).status === 'ONLINE',
  fault: ({ fault, tenantId }, _args, { cause }) =>
    worksFor(cause.actor, tenantId) ? fault : null,
  session: ({ sessionId }, _args, { loaders }) =>
    sessionId === null ? null : loaders.session.load(sessionId),
};
