import { userError } from '@voltpark/kit/graphql/errors';
import { liveEvent } from '@voltpark/kit/graphql/live';
import { UnknownEntry, type LivePosition } from '../../application/follow-queue.js';
import type { GraphQLContext } from '../context.js';
import type { SubscriptionQueuePositionArgs } from '../generated/types.js';

/** What is refused is refused here, before the stream begins. */
async function subscribe(
  _root: unknown,
  { entryId, after }: SubscriptionQueuePositionArgs,
  { useCases, viewer, signal }: GraphQLContext,
) {
  try {
    return payloads(await useCases.followQueuePosition(viewer, entryId, after ?? null, signal));
  } catch (error) {
    if (error instanceof UnknownEntry) throw userError(error.message);
    throw error;
  }
}

async function* payloads(events: AsyncIterable<LivePosition>) {
  for await (const { shown, cursor, position } of events) {
    yield liveEvent({ queuePosition: { ...shown, cursor } }, { cursor, position });
  }
}

export const queuePosition = { subscribe };
