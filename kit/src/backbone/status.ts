import type { ContextName } from '@voltpark/contracts';
import type { SqlExecutor } from '../database/executor.js';
import { consumerLag } from './durable.js';
import type { NatsLine } from './nats-line.js';

/** How far one consumer is behind its source stream. */
export interface ConsumerStatus {
  /** Context whose events are taken in. */
  readonly source: string;
  /** Events that it has not taken in yet; null when NATS is away. */
  readonly lag: number | null;
}

/** The state of one context's backbone. */
export interface BackboneStatus {
  readonly natsConnected: boolean;
  /** This process is the one that publishes and consumes for the context. */
  readonly leader: boolean;
  /** Rows that wait to be published, and how long the oldest has waited. */
  readonly outbox: { readonly unpublished: number; readonly oldestSeconds: number };
  readonly consumers: readonly ConsumerStatus[];
  /** Events in the dead letters: parked for a person, to be tried again, or waiting behind one of these. */
  readonly deadLetters: {
    readonly parked: number;
    readonly retrying: number;
    readonly waiting: number;
  };
}

/** What a context's database knows of its backbone's state. */
export type Counts = Pick<BackboneStatus, 'outbox' | 'deadLetters'>;

/** Counts of one database's outbox and dead letters. */
export async function readCounts(database: SqlExecutor, now: Date): Promise<Counts> {
  const [row] = await database.$queryRawUnsafe<
    {
      unpublished: number;
      oldest: number;
      parked: number;
      retrying: number;
      waiting: number;
    }[]
  >(
    `SELECT o.unpublished, o.oldest, d.parked, d.retrying, d.waiting
     FROM (SELECT count(*)::int AS unpublished,
             coalesce(extract(epoch FROM $1::timestamptz - min(occurred_at)), 0)::float8 AS oldest
           FROM outbox WHERE published_at IS NULL) AS o,
          (SELECT count(*) FILTER (WHERE attempts > 0 AND retry_at IS NULL)::int AS parked,
             count(*) FILTER (WHERE attempts > 0 AND retry_at IS NOT NULL)::int AS retrying,
             count(*) FILTER (WHERE attempts = 0)::int AS waiting FROM dead_letter) AS d`,
    now.toISOString(),
  );
  return {
    outbox: {
      unpublished: row?.unpublished ?? 0,
      oldestSeconds: Math.max(0, row?.oldest ?? 0),
    },
    deadLetters: {
      parked: row?.parked ?? 0,
      retrying: row?.retrying ?? 0,
      waiting: row?.waiting ?? 0,
    },
  };
}

/** Reads what concerns leadership and NATS. Does not wait for a NATS that is away. */
export async function readLinks(options: {
  readonly line: NatsLine;
  readonly context: ContextName;
  readonly sources: readonly ContextName[];
  readonly leader: boolean;
}): Promise<Omit<BackboneStatus, keyof Counts>> {
  const { line, context, sources, leader } = options;
  const link = line.current;
  const consumers = sources.map(async (source) => ({
    source,
    lag: link === undefined ? null : await consumerLag(link, context, source),
  }));
  return { natsConnected: link !== undefined, leader, consumers: await Promise.all(consumers) };
}
