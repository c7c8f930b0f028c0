import type { ContextName, EventDefinition } from '@voltpark/contracts';
import type { Clock } from '../clock.js';
import type { SqlExecutor } from '../database/executor.js';
import type { Logger } from '../log.js';
import type { BackboneLimits } from './limits.js';
import type { LiveEvents } from './port.js';
import type { Reaction } from './reaction.js';
import type { BackboneStatus } from './status.js';

/** What the backbone of one context needs. */
export interface BackboneOptions {
  readonly context: ContextName;
  /** For a connection of its own, which holds the leader's lock; never the pool. */
  readonly databaseUrl: string;
  /** One or more server URLs, separated by commas. */
  readonly natsUrl: string;
  /** Replicas of the stream: 1 on one server, 3 in a cluster. */
  readonly streamReplicas?: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Every event that may be published or consumed; the whole catalog by default. */
  readonly catalog?: ReadonlyMap<string, EventDefinition>;
  /** Limits that differ from the usual ones. */
  readonly limits?: Partial<BackboneLimits>;
}

/** How a context takes part: its transactions and its reactions. */
export interface Participation<Tx extends SqlExecutor> {
  transact<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  readonly reactions: readonly Reaction<Tx>[];
}

/** The event backbone of one context in one process. */
export interface Backbone {
  /** Works at once: followers wait while NATS is away. */
  readonly liveEvents: LiveEvents;
  /** Rings the relay after a commit. Cheap, never throws; does nothing before `begin` and on non-leaders. */
  readonly ringDoorbell: () => void;
  /** Stands for the relay's leadership and, as leader, publishes and consumes. Returns at once. */
  begin<Tx extends SqlExecutor>(participation: Participation<Tx>): void;
  /** How far behind everything is. Never throws for a NATS that is away; rejects when the database is. */
  status(): Promise<BackboneStatus>;
  /** Finishes what is in flight, releases the lock, closes the connections. Safe to call twice. */
  stop(): Promise<void>;
}
