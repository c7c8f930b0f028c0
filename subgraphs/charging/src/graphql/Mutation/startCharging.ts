import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { loaded } from '@voltpark/kit/graphql/loaded';
import type { ChargingTargetsInput, MutationResolvers } from '../generated/types.js';
import type { Targets } from '../../domain/session.js';

export const startCharging: NonNullable<MutationResolvers['startCharging']> = async (
  _root,
  { input },
  { useCases, cause, loaders },
) => {
  const { idempotencyKey, connectorId } = input;
  const result = await useCases.startCharging(cause, {
    idempotencyKey,
    connectorId,
    parkingSessionId: input.parkingSessionId ?? null,
    registration: input.registration ?? null,
    targets: targetsOf(input.targets),
    socPercent: input.socPercent ?? null,
    transactionId: input.transactionId ?? null,
    at: input.at ?? null,
  });
  if (isRefusal(result)) return answer(result);
  return {
    __typename: 'ChargingStarted',
    session: await loaded(loaders.session, result.sessionId),
  };
};

/** What is not given does not matter. */
export function targetsOf(targets: ChargingTargetsInput | null | undefined): Targets {
  return {
    socPercent: targets?.socPercent ?? null,
    energyWh: targets?.energyWh ?? null,
    costInclTax: targets?.costInclTax ?? null,
    durationSeconds: targets?.durationSeconds ?? null,
  };
}
