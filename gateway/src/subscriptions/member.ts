import type { GraphQLFormattedError } from 'graphql';
import type { Batch } from './frame.js';
import type { Line } from './line.js';

/**
 * Where a client's frames go; one for each subscription of each client. Must not throw. May be called before
 * joining returns, and once more after leaving.
 */
export interface Sink {
  /** The next results. */
  next(batch: Batch): void;
  /** The subscription ends with these errors; nothing follows. */
  fail(errors: readonly GraphQLFormattedError[]): void;
  /** The subscription is over; nothing follows. */
  complete(): void;
}

/** A client's place in a line. */
export interface Member {
  readonly sink: Sink;
  line: Line | undefined;
  /** Frames up to this position are not for this client: it has seen them, or its snapshot contains them. */
  since: number;
}
