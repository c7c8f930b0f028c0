import type { Decision } from '@voltpark/kit/decision';
import { settled } from '../domain/queue-settle.js';
import { nextDue } from '../domain/queue-estimate.js';
import { toldOf, type QueueChange } from '../domain/queue-tell.js';
import type { Queue } from '../domain/queue.js';
import { changeConnector } from './change-connector.js';
import type { Ports, Stores } from './ports.js';
import type { QueueOf } from './queue-ports.js';

type Tools = Pick<Ports, 'clock' | 'newId'>;

/**
 * The one way in which a queue changes: it is held, everything that follows from the time and the connectors happens,
 * then what is decided, and what follows from that; and all of it is written and told together. Refused means that
 * nothing was written.
 * @returns the refusal, or null
 */
export async function changeQueue<Refusal>(
  { clock, newId }: Tools,
  stores: Stores,
  facility: QueueOf,
  decide: (queue: Queue, now: Date) => Decision<Queue, Refusal>,
  alsoEntryId: string | null = null,
): Promise<Refusal | null> {
  const before = await stores.queues.hold(facility, alsoEntryId);
  const now = clock.now();
  const current = settled(before, now, newId);
  const decision = decide(current, now);
  if (decision.outcome === 'refused') return decision.refusal;
  const after = settled(decision.events[0] ?? current, now, newId);
  const change = toldOf(before, after, now);
  await stores.queues.save(after, change, nextDue(after, now));
  await saveConnectors(stores, change, now);
  await stores.publish(change.events);
  return null;
}

/** Connectors are kept for those to whom they are offered, and told like every other change of them. */
async function saveConnectors(
  stores: Stores,
  { connectors }: QueueChange,
  now: Date,
): Promise<void> {
  if (connectors.length === 0) return;
  const held = await stores.stations.holdConnectors(connectors.map(({ id }) => id));
  for (const connector of held) {
    const next = connectors.find(({ id }) => id === connector.id);
    if (next === undefined) continue;
    const { status, reservation } = next;
    await changeConnector(stores, connector, { status, reservation }, now);
  }
}
