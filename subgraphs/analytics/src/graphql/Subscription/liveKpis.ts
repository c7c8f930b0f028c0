import { userError } from '@voltpark/kit/graphql/errors';
import { liveEvent } from '@voltpark/kit/graphql/live';
import { UnknownFacility, type LiveFigures } from '../../application/follow-kpis.js';
import type { GraphQLContext } from '../context.js';
import type { SubscriptionLiveKpisArgs } from '../generated/types.js';

/** What is refused is refused here, before the stream begins. */
async function subscribe(
  _root: unknown,
  { facilityId, after }: SubscriptionLiveKpisArgs,
  { useCases, cause, signal }: GraphQLContext,
) {
  try {
    return payloads(await useCases.followKpis(cause, facilityId, after ?? null, signal));
  } catch (error) {
    if (error instanceof UnknownFacility) throw userError(error.message);
    throw error;
  }
}

async function* payloads(events: AsyncIterable<LiveFigures>) {
  for await (const event of events) yield liveEvent({ liveKpis: event }, event);
}

export const liveKpis = { subscribe };
