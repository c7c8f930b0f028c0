import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { secondsOf } from '../duration.js';
import type { MutationResolvers } from '../generated/types.js';

export const saveAlertRule: NonNullable<MutationResolvers['saveAlertRule']> = async (
  _root,
  { input: { holdFor, escalateAfter, enabled, ruleId, ...input } },
  { useCases, cause, reach },
) => {
  const result = await useCases.saveAlertRule(cause, {
    ...input,
    ruleId: ruleId ?? null,
    holdSeconds: holdFor == null ? 0 : secondsOf(holdFor),
    escalateAfterSeconds: escalateAfter == null ? null : secondsOf(escalateAfter),
    margin: input.margin ?? 0,
    isEnabled: enabled ?? true,
  });
  if (isRefusal(result)) return answer(result);
  const [rule] = await useCases.reads.alerts.rules([result.ruleId], reach);
  if (rule === undefined) throw new Error(`Rule ${result.ruleId} was kept and is not there.`);
  return { __typename: 'AlertRuleSaved', rule };
};
