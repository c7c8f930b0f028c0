import { liveEvent } from '@voltpark/kit/graphql/live';
import type { GraphQLContext } from '../context.js';
import type { SubscriptionAlertsArgs } from '../generated/types.js';

async function* subscribe(
  _root: unknown,
  { facilityId, after }: SubscriptionAlertsArgs,
  { useCases, cause, signal }: GraphQLContext,
) {
  const updates = useCases.followAlerts(cause, facilityId ?? null, after ?? null, signal);
  for await (const { kind, alerts: shown, cursor, position } of updates) {
    yield liveEvent({ alerts: { kind, alerts: shown, cursor } }, { cursor, position });
  }
}

export const alerts = { subscribe };
