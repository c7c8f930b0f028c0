import type { PriceAssignmentResolvers } from './generated/types.js';

export const PriceAssignment: PriceAssignmentResolvers = {
  facility: ({ facilityId }) => ({ id: facilityId }),
  station: ({ stationId }) => (stationId === null ? null : { id: stationId }),
  tariff: ({ kind, ruleSetId }, _args, { loaders }) =>
    kind === 'TARIFF' && ruleSetId !== null ? loaders.tariff.load(ruleSetId) : null,
  ratePlan: ({ kind, ruleSetId }, _args, { loaders }) =>
    kind === 'RATE_PLAN' && ruleSetId !== null ? loaders.ratePlan.load(ruleSetId) : null,
};
