import { userError } from '@voltpark/kit/graphql/errors';
import { liveEvent } from '@voltpark/kit/graphql/live';
import { UnknownReservation, type LiveReservation } from '../../application/follow-updates.js';
import type { GraphQLContext } from '../context.js';
import type { SubscriptionReservationUpdatesArgs } from '../generated/types.js';

/** What is refused is refused here, before the stream begins. */
async function subscribe(
  _root: unknown,
  { reservationId, after }: SubscriptionReservationUpdatesArgs,
  { useCases, viewer, signal }: GraphQLContext,
) {
  try {
    const following = useCases.followReservation(viewer, reservationId, after ?? null, signal);
    return payloads(await following);
  } catch (error) {
    if (error instanceof UnknownReservation) throw userError(error.message);
    throw error;
  }
}

async function* payloads(updates: AsyncIterable<LiveReservation>) {
  for await (const update of updates) {
    const { cursor, position } = update;
    yield liveEvent({ reservationUpdates: update }, { cursor, position });
  }
}

export const reservationUpdates = { subscribe };
