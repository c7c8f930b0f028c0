import { userError } from '@voltpark/kit/graphql/errors';
import { liveEvent } from '@voltpark/kit/graphql/live';
import {
  UnknownSession,
  type LiveProgressShown,
  type ProgressPayload,
} from '../../application/follow-progress.js';
import type { GraphQLContext } from '../context.js';
import type { SubscriptionChargeProgressArgs } from '../generated/types.js';

/** What is refused is refused here, before the stream begins. */
async function subscribe(
  _root: unknown,
  { sessionId, after }: SubscriptionChargeProgressArgs,
  { useCases, viewer, signal }: GraphQLContext,
) {
  try {
    return payloads(await useCases.followProgress(viewer, sessionId, after ?? null, signal));
  } catch (error) {
    if (error instanceof UnknownSession) throw userError(error.message);
    throw error;
  }
}

async function* payloads(events: AsyncIterable<LiveProgressShown>) {
  for await (const { progress, cursor, position } of events) {
    const payload: ProgressPayload = { ...progress, cursor };
    yield liveEvent({ chargeProgress: payload }, { cursor, position });
  }
}

export const chargeProgress = { subscribe };
