import type { EventDraft } from '@voltpark/contracts';
import { appendToOutbox } from '../backbone/outbox.js';
import type { SqlExecutor } from './executor.js';

/** What a store needs for saving: the transaction, who caused it, and how its events are published. */
export interface Saving<Tx extends SqlExecutor, Cause, Event> {
  readonly tx: Tx;
  readonly cause: Cause;
  /** How what happened becomes a published event; null: nobody else hears of it. */
  readonly publish: (event: Event, cause: Cause) => EventDraft | null;
  /** Called when events were written: once they are committed, the relay has work. */
  readonly wrote: () => void;
}

/** Writes the published form of events to the outbox, in order, in the transaction that also writes the state. */
export async function appendEvents<Cause, Event>(
  { tx, cause, publish, wrote }: Saving<SqlExecutor, Cause, Event>,
  events: readonly Event[],
): Promise<void> {
  const drafts = events.flatMap((event) => publish(event, cause) ?? []);
  if (drafts.length === 0) return;
  await appendToOutbox(tx, drafts);
  wrote();
}
