import { invalidInput } from '@voltpark/kit/decision';
import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import { planContent, readRatePlan } from '../../domain/content.js';
import type { GraphQLContext } from '../context.js';
import type {
  MutationResolvers,
  RatePlanInput,
  RatePlanStrategyInput,
} from '../generated/types.js';
import { planFault, planJson, strategyWish } from '../inputs.js';
import { loadedVersion } from '../loaders.js';

type Field<Name extends keyof MutationResolvers> = NonNullable<MutationResolvers[Name]>;

export const createRatePlan: Field<'createRatePlan'> = async (_root, { input }, context) => {
  const { idempotencyKey, tenantId = null, effectiveFrom = null } = input;
  const { useCases, cause, loaders } = context;
  const content = await contentOf(input, context);
  if (isRefusal(content)) return answer(content);
  const command = { idempotencyKey, tenantId, ...content, effectiveFrom };
  const result = await useCases.createRules(cause, command);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'RatePlanCreated',
    ratePlan: await loaded(loaders.ratePlan, result.ruleSetId),
    version: await loadedVersion(loaders, 'RATE_PLAN', result.versionId),
    findings: result.findings,
  };
};

export const changeRatePlan: Field<'changeRatePlan'> = async (_root, { input }, context) => {
  const { idempotencyKey, ratePlanId: ruleSetId, effectiveFrom = null } = input;
  const { useCases, cause, loaders } = context;
  const content = await contentOf(input, context);
  if (isRefusal(content)) return answer(content);
  const command = { idempotencyKey, ruleSetId, ...content, effectiveFrom };
  const result = await useCases.changeRules(cause, command);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'RatePlanChanged',
    ratePlan: await loaded(loaders.ratePlan, result.ruleSetId),
    version: await loadedVersion(loaders, 'RATE_PLAN', result.versionId),
    findings: result.findings,
  };
};

export const assignRatePlan: Field<'assignRatePlan'> = async (
  _root,
  { input: { facilityId, ratePlanId = null, effectiveFrom = null } },
  { useCases, cause },
) => {
  const place = { kind: 'RATE_PLAN', facilityId, stationId: null } as const;
  const wish = { ...place, ruleSetId: ratePlanId, effectiveFrom };
  const result = await useCases.assignRules(cause, wish);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'RatePlanAssigned', ...result };
};

/** What a version says, from its rules or from its strategy. */
async function contentOf(
  {
    plan,
    strategy,
  }: {
    readonly plan?: RatePlanInput | null | undefined;
    readonly strategy?: RatePlanStrategyInput | null | undefined;
  },
  { useCases }: GraphQLContext,
) {
  if (plan != null && strategy == null) {
    const fault = planFault(plan);
    if (fault !== undefined) return fault;
    const result = readRatePlan(planJson(plan));
    return result.ok ? { content: planContent(result.value) } : result.refusal;
  }
  if (plan != null || strategy == null) {
    return invalidInput('plan', 'Say what parking costs by exactly one of plan and strategy.');
  }
  const proposed = await useCases.proposePlan(strategyWish(strategy), 'strategy');
  return isRefusal(proposed) ? proposed : { content: planContent(proposed.plan) };
}
