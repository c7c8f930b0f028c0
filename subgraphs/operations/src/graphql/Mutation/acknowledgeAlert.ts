import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const acknowledgeAlert: NonNullable<MutationResolvers['acknowledgeAlert']> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const result = await useCases.acknowledgeAlert(cause, input.alertId);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'AlertAcknowledged',
    alert: await loaded(loaders.alert, result.alertId),
  };
};
