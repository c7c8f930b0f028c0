import type { Envelope, EventDefinition } from '@voltpark/contracts';

/**
 * What a context does when something happened elsewhere. `handle` runs inside the inbox's transaction, at
 * most once an event with effect: its writes and its own outbox rows commit together with the inbox row.
 * Throwing means "not now": the event is delivered again with back-off, and parked as a dead letter after
 * the last attempt.
 */
export interface Reaction<Tx> {
  readonly event: EventDefinition;
  handle(event: Envelope<never>, tx: Tx): Promise<void>;
}

/** Pairs an event with its handler, keeping the type of its data. */
export function on<Data, Tx>(
  event: EventDefinition<Data>,
  handle: (event: Envelope<Data>, tx: Tx) => Promise<void>,
): Reaction<Tx> {
  return { event, handle };
}
