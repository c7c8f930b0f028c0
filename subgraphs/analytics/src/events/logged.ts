import type { Envelope, EventDefinition } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { Facts } from '../domain/facts.js';

/** Keeps that an event happened, if it happened at a facility. */
export async function log(facts: Facts, event: Envelope): Promise<void> {
  const { facilityId } = event.data as { readonly facilityId?: string | null };
  if (facilityId == null) return;
  await facts.log({
    id: event.id,
    at: event.time,
    type: event.type,
    tenantId: event.tenant ?? null,
    facilityId,
    aggregateType: event.aggregatetype,
    aggregateId: event.subject,
    aggregateVersion: event.aggregateversion,
  });
}

/** A reaction that keeps facts of an event, and that it happened. */
export function kept<Data, Tx>(
  event: EventDefinition<Data>,
  factsIn: (tx: Tx) => Facts,
  keep: (facts: Facts, event: Envelope<Data>) => Promise<void> = () => Promise.resolve(),
): Reaction<Tx> {
  return on<Data, Tx>(event, async (envelope, tx) => {
    const facts = factsIn(tx);
    await keep(facts, envelope);
    await log(facts, envelope);
  });
}
