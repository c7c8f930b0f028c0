import type { GraphQLFormattedError } from 'graphql';
import type { SerialisedResult, SubgraphResponse } from '../ports.js';
import type { Line } from './line.js';
import type { LiveLimits } from './limits.js';
import type { RingBudget } from './ring.js';

/** What the group does for its lines. */
export interface LineHost {
  readonly limits: LiveLimits;
  readonly ringBudget: RingBudget;
  /** Whether a broken upstream can be taken up behind a cursor. */
  readonly isResumable: boolean;
  /** The source's events behind a cursor, or from the snapshot on. */
  subscribe(after: string | null, signal: AbortSignal): AsyncIterable<SubgraphResponse>;
  /** Runs what follows an event. Does not reject. */
  execute(event: SubgraphResponse): Promise<SerialisedResult>;
  /** A frame went to everybody. */
  advanced(line: Line): void;
  /** The line goes on no more; its members are still in it. */
  ended(line: Line, end: LineEnd): void;
  /** An upstream is taken up again. */
  reconnecting(error: unknown): void;
  /** A client was sent a frame. */
  sent(count: number): void;
}

/** Why a line goes on no more. */
export type LineEnd =
  | { readonly why: 'COMPLETED' }
  | { readonly why: 'CURSOR_EXPIRED' }
  | { readonly why: 'REFUSED'; readonly errors: readonly GraphQLFormattedError[] }
  | { readonly why: 'LOST'; readonly error: unknown };
