import { userError } from '@voltpark/kit/graphql/errors';
import { liveEvent } from '@voltpark/kit/graphql/live';
import { UnknownFacility, type LiveChargers } from '../../application/follow-chargers.js';
import type { GraphQLContext } from '../context.js';
import type { SubscriptionChargerStatusArgs } from '../generated/types.js';

/** What is refused is refused here, before the stream begins. */
async function subscribe(
  _root: unknown,
  { facilityId, after }: SubscriptionChargerStatusArgs,
  { useCases, signal }: GraphQLContext,
) {
  try {
    return payloads(await useCases.followChargers(facilityId, after ?? null, signal));
  } catch (error) {
    if (error instanceof UnknownFacility) throw userError(error.message);
    throw error;
  }
}

async function* payloads(events: AsyncIterable<LiveChargers>) {
  for await (const { shown, cursor, position } of events) {
    yield liveEvent({ chargerStatus: { ...shown, cursor } }, { cursor, position });
  }
}

export const chargerStatus = { subscribe };
