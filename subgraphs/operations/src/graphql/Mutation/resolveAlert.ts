import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const resolveAlert: NonNullable<MutationResolvers['resolveAlert']> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const result = await useCases.resolveAlert(cause, input);
  if (isRefusal(result)) return answer(result);
  return { __typename: 'AlertResolved', alert: await loaded(loaders.alert, result.alertId) };
};
