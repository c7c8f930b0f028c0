import {
  catalog as wholeCatalog,
  type ContextName,
  type EventDefinition,
} from '@voltpark/contracts';
import type { Clock } from '../clock.js';
import type { SqlExecutor } from '../database/executor.js';
import type { Logger } from '../log.js';
import type { PersonalData } from '../privacy/personal-data.js';
import { lead, sourcesOf } from './leader.js';
import { standForLeader } from './leadership.js';
import { backboneLimits, type BackboneLimits } from './limits.js';
import { openLiveEvents } from './live-events.js';
import { NatsLine } from './nats-line.js';
import type { LiveEvents } from './port.js';
import type { Reaction } from './reaction.js';
import { statusLine, type StatusLine } from './status-line.js';
import { readCounts, readLinks, type BackboneStatus, type Counts } from './status.js';
import { ringElsewhere } from './doorbell.js';
import { Doorbell, heardByMany } from './waiting.js';

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
  /** What it knows of people; without, nobody is forgotten here. */
  readonly people?: PersonalData<Tx>;
}

/** The event backbone of one context in one process. */
export interface Backbone {
  /** Works at once: followers wait while NATS is away. */
  readonly liveEvents: LiveEvents;
  /** Rings the relay after a commit, in this process or the leader's. Cheap, never throws. */
  readonly ringDoorbell: () => void;
  /** How contexts tell how they do. */
  readonly statuses: StatusLine;
  /** Stands for the relay's leadership and, as leader, publishes and consumes. Returns at once. */
  begin<Tx extends SqlExecutor>(participation: Participation<Tx>): void;
  /** How far behind everything is, from `begin` on. Does not mind a NATS that is away; rejects when the database is. */
  status(): Promise<BackboneStatus>;
  /** Finishes what is in flight, releases the lock, closes the connections. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Opens the event backbone of one context. Returns at once: neither NATS nor Postgres need be there yet, both
 * are waited for in the background, without end.
 */
export function openBackbone(options: BackboneOptions): Backbone {
  const limits = { ...backboneLimits, ...options.limits };
  const catalog = options.catalog ?? wholeCatalog;
  const { context, databaseUrl, clock, log } = options;
  const name = `voltpark-${context}-backbone`;
  const stopping = new AbortController();
  const signal = heardByMany(stopping.signal);
  const line = new NatsLine({ servers: options.natsUrl, name, limits, log });
  const live = openLiveEvents({ line, catalog, limits, log, signal });
  const doorbell = new Doorbell();
  const work: Promise<void>[] = [];
  let counted: ((now: Date) => Promise<Counts>) | undefined;
  let sources: readonly ContextName[] = [];
  let leader = false;
  let stopped: Promise<void> | undefined;

  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(work);
    await live.stopped();
    await line.close();
  };
  return {
    liveEvents: live.liveEvents,
    statuses: statusLine(line, log),
    ringDoorbell: () => {
      if (leader) doorbell.ring();
      else ringElsewhere(line, context);
    },
    begin: (participation) => {
      if (work.length > 0 || signal.aborted) throw new Error('A backbone begins once.');
      sources = [...sourcesOf(participation).keys()];
      counted = (now) => participation.transact((tx) => readCounts(tx, now));
      const parts = { context, line, participation, catalog, doorbell, limits, clock, log };
      work.push(
        standForLeader({
          ...{ databaseUrl, name, limits, log, signal },
          lead: async (session, during) => {
            leader = true;
            try {
              await lead({ ...parts, replicas: options.streamReplicas ?? 1 }, session, during);
            } finally {
              leader = false;
            }
          },
        }),
      );
    },
    status: async () => {
      if (counted === undefined) throw new Error('The backbone has not begun.');
      const links = await readLinks({ line, context, sources, leader });
      return { ...links, ...(await counted(clock.now())) };
    },
    stop: () => (stopped ??= stop()),
  };
}
