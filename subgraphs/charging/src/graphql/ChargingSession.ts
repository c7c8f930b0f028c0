import { isOpen, stopOf } from '../domain/session.js';
import type { ChargingSessionResolvers } from './generated/types.js';

export const ChargingSession: ChargingSessionResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.session.load(id),
  connector: ({ connectorId }, _args, { loaders }) => loaders.connector.load(connectorId),
  station: ({ stationId }, _args, { loaders }) => loaders.station.load(stationId),
  facility: ({ facilityId }) => ({ id: facilityId }),
  parkingSession: ({ parkingSessionId }) => ({ id: parkingSessionId }),
  vehicle: ({ registration }) => ({ registration }),
  activeSince: (session) => (session.status === 'PENDING' ? null : session.activeSince),
  pausedAt: (session) => (session.status === 'PAUSED' ? session.pausedAt : null),
  stoppedAt: (session) =>
    isOpen(session) ? (stopOf(session)?.at ?? null) : (session.stoppedAt ?? session.endedAt),
  stopReason: (session) =>
    isOpen(session) ? (stopOf(session)?.reason ?? null) : session.stopReason,
  endedAt: (session) => (isOpen(session) ? null : session.endedAt),
  fault: (session) => (session.status === 'INTERRUPTED' ? session.fault : null),
  tariffVersion: ({ tariffVersionId }) =>
    tariffVersionId === null ? null : { id: tariffVersionId },
};
