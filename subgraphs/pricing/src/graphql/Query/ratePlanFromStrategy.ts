import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { summaryOfPlan } from '../../domain/describe-plan.js';
import type { QueryResolvers } from '../generated/types.js';
import { strategyWish } from '../inputs.js';

export const ratePlanFromStrategy: NonNullable<QueryResolvers['ratePlanFromStrategy']> = async (
  _root,
  { input },
  { useCases },
) => {
  const result = await useCases.proposePlan(strategyWish(input), 'input');
  if (isRefusal(result)) return answer(result);
  const { plan, findings } = result;
  return { __typename: 'RatePlanProposed', rules: plan, summary: summaryOfPlan(plan), findings };
};
