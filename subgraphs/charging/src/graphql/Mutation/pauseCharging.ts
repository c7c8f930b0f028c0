import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const pauseCharging: NonNullable<MutationResolvers['pauseCharging']> = async (
  _root,
  { input: { idempotencyKey, sessionId, at } },
  { useCases, cause, loaders },
) => {
  const command = { idempotencyKey, sessionId, at: at ?? null };
  const result = await useCases.pauseCharging(cause, command);
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'ChargingPaused',
    session: await loaded(loaders.session, result.sessionId),
  };
};
