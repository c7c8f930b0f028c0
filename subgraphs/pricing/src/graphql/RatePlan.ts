import { summaryOfPlan } from '../domain/describe-plan.js';
import { pageByNumber } from './connections.js';
import type {
  RatePlanResolvers,
  RatePlanRulesResolvers,
  RatePlanVersionResolvers,
} from './generated/types.js';
import { versionOf } from './loaders.js';
import { ofKind } from './versions.js';

export const RatePlan: RatePlanResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.ratePlan.load(id),
  versionAt: async ({ id }, { at }, { useCases, now }) =>
    ofKind('RATE_PLAN', await useCases.versionAt(id, at ?? now)),
  versions: ({ id }, args, { useCases }) =>
    pageByNumber(args, async (slice) =>
      (await useCases.listVersions(id, slice)).filter((version) => version.kind === 'RATE_PLAN'),
    ),
};

export const RatePlanVersion: RatePlanVersionResolvers = {
  __resolveReference: ({ id }, { loaders }) => versionOf(loaders, 'RATE_PLAN', id),
  ratePlanId: ({ ruleSetId }) => ruleSetId,
  rules: ({ plan }) => plan,
  summary: ({ plan }) => summaryOfPlan(plan),
};

export const RatePlanRules: RatePlanRulesResolvers = {
  resetAtLocalTime: ({ reset }) => (reset.kind === 'AT_LOCAL_TIME' ? reset.time : null),
  resetEveryMinutes: ({ reset }) => (reset.kind === 'EVERY' ? reset.minutes : null),
};
