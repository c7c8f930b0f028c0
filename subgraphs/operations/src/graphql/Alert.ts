import { durationOf } from './duration.js';
import type { AlertResolvers, AlertRuleResolvers } from './generated/types.js';

export const Alert: AlertResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.alert.load(id),
  facility: ({ facilityId }) => ({ id: facilityId }),
  device: ({ kind, subjectId }, _args, { loaders }) =>
    kind === 'DEVICE_UNHEALTHY' ? loaders.device.load(subjectId) : null,
};

export const AlertRule: AlertRuleResolvers = {
  enabled: ({ isEnabled }) => isEnabled,
  holdFor: ({ holdSeconds }) => durationOf(holdSeconds),
  escalateAfter: ({ escalateAfterSeconds }) =>
    escalateAfterSeconds === null ? null : durationOf(escalateAfterSeconds),
};
