import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { planContent, readRatePlan, readTariff } from '../../domain/content.js';
import type { QueryResolvers } from '../generated/types.js';
import { planFault, planJson } from '../inputs.js';

export const lintTariff: NonNullable<QueryResolvers['lintTariff']> = (
  _root,
  { tariff: json, timeZone, year = null },
  { useCases },
) => {
  const tariff = readTariff(json);
  if (!tariff.ok) return answer(tariff.refusal);
  const content = { kind: 'TARIFF', name: 'Tariff', tariff: tariff.value } as const;
  const result = useCases.lintContent(content, { timeZone, year });
  return isRefusal(result) ? answer(result) : { __typename: 'LintReport', ...result };
};

export const lintRatePlan: NonNullable<QueryResolvers['lintRatePlan']> = (
  _root,
  { plan: input, timeZone, year = null },
  { useCases },
) => {
  const fault = planFault(input);
  if (fault !== undefined) return answer(fault);
  const plan = readRatePlan(planJson(input));
  if (!plan.ok) return answer(plan.refusal);
  const result = useCases.lintContent(planContent(plan.value), { timeZone, year });
  return isRefusal(result) ? answer(result) : { __typename: 'LintReport', ...result };
};
