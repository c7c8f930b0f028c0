import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { MutationResolvers } from '../generated/types.js';
import { targetsOf } from './startCharging.js';

export const acceptProposal: NonNullable<MutationResolvers['acceptProposal']> = async (
  _root,
  { input: { idempotencyKey, proposalId, connectorId, targets, socPercent } },
  { useCases, cause, loaders },
) => {
  const result = await useCases.acceptProposal(cause, {
    idempotencyKey,
    proposalId,
    connectorId: connectorId ?? null,
    targets: targetsOf(targets),
    socPercent: socPercent ?? null,
  });
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'ChargingStarted',
    session: await loaded(loaders.session, result.sessionId),
  };
};
