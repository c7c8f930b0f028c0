import { durationOf } from './duration.js';
import type { ServiceLevelResolvers } from './generated/types.js';

export const ServiceLevel: ServiceLevelResolvers = {
  targetPercent: ({ targetMilli }) => String(targetMilli / 1_000),
  availabilityPercent: ({ availability }) => (availability === null ? null : availability * 100),
  measured: ({ measuredSeconds }) => durationOf(Math.round(measuredSeconds)),
  down: ({ downSeconds }) => durationOf(Math.round(downSeconds)),
  budget: ({ budgetSeconds }) => durationOf(Math.round(budgetSeconds)),
};
