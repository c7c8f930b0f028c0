import { statusAt } from '../domain/proposal.js';
import type { ChargingProposalResolvers } from './generated/types.js';

export const ChargingProposal: ChargingProposalResolvers = {
  status: (proposal, _args, { now }) => statusAt(proposal, now),
  facility: ({ facilityId }) => ({ id: facilityId }),
  station: ({ stationId }, _args, { loaders }) => loaders.station.load(stationId),
  connectors: async ({ connectorIds }, _args, { loaders }) => {
    const found = await Promise.all(connectorIds.map((id) => loaders.connector.load(id)));
    return found.filter((connector) => connector !== null);
  },
  parkingSession: ({ parkingSessionId }) => ({ id: parkingSessionId }),
  session: ({ sessionId }, _args, { loaders }) =>
    sessionId === null ? null : loaders.session.load(sessionId),
};
