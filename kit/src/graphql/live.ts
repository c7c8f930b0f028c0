/** Where a payload stands in the stream it came from. */
export interface LivePosition {
  /** What a client passes as `after` to go on behind this payload. */
  readonly cursor: string;
  /** Stream sequence: a total order within the cursor's epoch. */
  readonly position: number;
}

/** Kept under a symbol, so that the payload stays what the schema and its generated types say. */
const livePosition = Symbol('voltpark.livePosition');

/**
 * Wraps what a Subscription resolver yields, `{ <field>: payload }`, with its place in the stream. Both go out
 * as `extensions: { cursor, position }` beside `data`, whatever the client selected.
 *
 * ```ts
 * yield liveEvent({ slotAvailability: payload }, { cursor, position });
 * ```
 */
export function liveEvent<Event extends object>(event: Event, at: LivePosition): Event {
  return {
    ...event,
    [livePosition]: { cursor: at.cursor, position: at.position },
  };
}

/** The position that {@link liveEvent} gave, or undefined. */
export function livePositionOf(event: unknown): LivePosition | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  return (event as { [livePosition]?: LivePosition })[livePosition];
}
