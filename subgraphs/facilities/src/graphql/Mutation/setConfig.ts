import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers } from '../generated/types.js';
import { givenValue } from '../setting-value.js';

export const setConfig: NonNullable<MutationResolvers['setConfig']> = async (
  _root,
  { input: { scope, scopeId, key, value } },
  { useCases, cause },
) => {
  const given = givenValue(value, 'value');
  if (given !== null && isRefusal(given)) return answer(given);
  const result = await useCases.setConfig(cause, { scope, scopeId, key, given });
  if (isRefusal(result)) return answer(result);
  return { __typename: 'ConfigSet', setting: result.setting };
};
