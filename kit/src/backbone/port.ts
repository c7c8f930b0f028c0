import type { DataOf, Envelope, EventDefinition } from '@voltpark/contracts';

/** One event as a live follower sees it. */
export interface LiveEvent<Data = unknown> {
  readonly event: Envelope<Data>;
  /** Opaque position after this event; `follow({ after })` goes on right behind it. */
  readonly cursor: string;
  /** The stream sequence within the cursor's epoch: a total order for one stream. */
  readonly position: number;
}

/** What to follow: some kinds of events of one context, all of one key. */
export interface FollowOptions<Definition extends EventDefinition> {
  readonly events: readonly Definition[];
  /** Last token of the subject; without it, events of every key. */
  readonly key?: string;
  /**
   * Go on behind this cursor: every later event, each once, in order. Without it: from now on.
   * @throws CursorExpiredError when the stream does not reach back that far, or is another one
   */
  readonly after?: string | null;
  /** Ends the following; the iterator then finishes. */
  readonly signal?: AbortSignal;
}

/** The cursor is malformed, of another epoch, or older than what the stream keeps. */
export class CursorExpiredError extends Error {
  readonly code = 'CURSOR_EXPIRED';
  constructor() {
    super('The cursor is older than what is kept; start again without it.');
    this.name = 'CursorExpiredError';
  }
}

/** Live following of published events, shared by all followers of a process. */
export interface LiveEvents {
  /**
   * Follows events. When the promise resolves the following is in force: an event published from now on will
   * come. `position`/`cursor` is the point right before the first event that will come, so that a snapshot
   * read after this moment and the events join without a gap.
   */
  follow<Definition extends EventDefinition>(
    options: FollowOptions<Definition>,
  ): Promise<{
    readonly cursor: string;
    readonly position: number;
    readonly events: AsyncIterableIterator<LiveEvent<DataOf<Definition>>>;
  }>;
}
