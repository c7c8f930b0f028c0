import { userError } from '@voltpark/kit/graphql/errors';
import { liveEvent } from '@voltpark/kit/graphql/live';
import { UnknownFacility, type LiveAvailability } from '../../application/follow-availability.js';
import type { GraphQLContext } from '../context.js';
import type { SubscriptionSlotAvailabilityArgs } from '../generated/types.js';

/** What is refused is refused here, before the stream begins. */
async function subscribe(
  _root: unknown,
  { facilityId, after }: SubscriptionSlotAvailabilityArgs,
  { useCases, signal }: GraphQLContext,
) {
  try {
    return payloads(await useCases.followAvailability(facilityId, after ?? null, signal));
  } catch (error) {
    if (error instanceof UnknownFacility) throw userError(error.message);
    throw error;
  }
}

async function* payloads(events: AsyncIterable<LiveAvailability>) {
  for await (const event of events) yield liveEvent({ slotAvailability: event }, event);
}

export const slotAvailability = { subscribe };
