import type { Envelope, EventDefinition } from '@voltpark/contracts';

/**
 * What a context does when something happened elsewhere. `handle` runs inside the inbox's transaction, at
 * most once an event with effect: its writes and its own outbox rows commit together with the inbox row.
 * Throwing means "not now": the event is delivered again with back-off, and parked as a dead letter after
 * the last attempt.
 */
export interface Reaction<Tx> {
  readonly event: EventDefinition;
  /**
   * Every event carries the whole state of which the reaction keeps a copy, as do all others of its aggregate
   * that are marked so: when several of one aggregate have gathered, only the newest is handled.
   */
  readonly latest?: boolean;
  handle(event: Envelope<never>, tx: Tx): Promise<void>;
}

/** Pairs an event with its handler, keeping the type of its data. For `latest` see {@link Reaction}. */
export function on<Data, Tx>(
  event: EventDefinition<Data>,
  handle: (event: Envelope<Data>, tx: Tx) => Promise<void>,
  options: { readonly latest?: boolean } = {},
): Reaction<Tx> {
  return { event, handle, latest: options.latest === true };
}
