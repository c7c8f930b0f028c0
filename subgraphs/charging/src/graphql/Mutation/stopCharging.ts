import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';

export const stopCharging: NonNullable<MutationResolvers['stopCharging']> = async (
  _root,
  { input: { idempotencyKey, sessionId, reason, meterWh, at } },
  { useCases, cause, loaders },
) => {
  const result = await useCases.stopCharging(cause, {
    idempotencyKey,
    sessionId,
    reason: reason ?? 'REQUESTED',
    meterWh: meterWh ?? null,
    at: at ?? null,
  });
  if (isRefusal(result)) return answer(result);
  if (result.outcome === 'UNKNOWN_SESSION') {
    // A repeated request is answered from memory, where instants are text.
    const recordedAt = new Date(result.recordedAt);
    return { __typename: 'StopRecorded', sessionId: result.sessionId, recordedAt };
  }
  return {
    __typename: 'ChargingStopped',
    session: await loaded(loaders.session, result.sessionId),
    repeated: result.outcome === 'REPEATED',
  };
};
