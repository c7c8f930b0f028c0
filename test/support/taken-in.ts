import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { RunningStack } from '@voltpark/stack';
import pg from 'pg';
import { eventually } from './eventually.js';

/** How much longer than usual it may take: all that other stories left to be heard comes first. */
const backlogMs = 60_000;

/** Who listens to a context, by its name. */
export type Listeners = ReadonlyMap<string, readonly string[]>;

/**
 * Who listens to whom in a stack, as each context tells every few seconds. A consumer that is not there yet, or is
 * just being made anew, has taken in nothing; so it must be known whom to expect.
 */
export async function listenersOf({ natsUrl, databases }: RunningStack): Promise<Listeners> {
  const connection = await connect({ servers: natsUrl });
  try {
    const sources = new Map<string, readonly string[]>();
    connection.subscribe('voltpark.status.*', {
      callback(_error, message) {
        const told = message.json<{
          context: string;
          database: object | null;
          consumers: { source: string }[];
        }>();
        if (told.database === null) return;
        sources.set(
          told.context,
          told.consumers.map(({ source }) => source),
        );
      },
    });
    const contexts = Object.keys(databases);
    await eventually('all contexts tell how they do', () =>
      Promise.resolve(contexts.every((context) => sources.has(context))),
    );
    return new Map(
      contexts.map((source) => [
        source,
        contexts.filter((context) => sources.get(context)?.includes(source)),
      ]),
    );
  } finally {
    await connection.close();
  }
}

/**
 * Resolves when everybody who listens to a context has taken in all that it has decided: what waited in its outbox is
 * published, nothing of it is pending, and nothing of it is to be tried again. A story in which what follows is decided
 * by another context waits for this, as nothing that a client can ask shows what others know.
 */
export async function takenIn(
  { natsUrl, databases }: RunningStack,
  listeners: Listeners,
  source: string,
): Promise<void> {
  const readers = listeners.get(source) ?? [];
  const connection = await connect({ servers: natsUrl });
  const clients = new Map<string, pg.Client>();
  /** True when a context's database has no such row. */
  const hasNone = async (context: string, rows: string, ...values: string[]) => {
    const client = clients.get(context) ?? new pg.Client(databases[context]);
    if (!clients.has(context)) {
      clients.set(context, client);
      await client.connect();
    }
    return (await client.query(`SELECT 1 FROM ${rows} LIMIT 1`, values)).rows.length === 0;
  };
  const hasRested = async (reader: string) =>
    hasNone(
      reader,
      'dead_letter WHERE consumer = $1 AND retry_at IS NOT NULL',
      `${reader}-from-${source}`,
    );
  try {
    const jsm = await jetstreamManager(connection);
    const hasHeard = async () => {
      if (!(await hasNone(source, 'outbox WHERE published_at IS NULL'))) return false;
      if (!(await nothingPends(jsm, source, readers))) return false;
      return (await Promise.all(readers.map(hasRested))).every(Boolean);
    };
    await eventually(`all contexts have heard of ${source}`, hasHeard, backlogMs);
  } finally {
    await connection.close();
    await Promise.all([...clients.values()].map((client) => client.end()));
  }
}

async function nothingPends(jsm: JetStreamManager, source: string, readers: readonly string[]) {
  // Right after a start there may be no stream yet.
  const consumers = await jsm.consumers
    .list(source.toUpperCase())
    .next()
    .catch(() => []);
  return readers.every((reader) => {
    const consumer = consumers.find(({ name }) => name === `${reader}-from-${source}`);
    return consumer !== undefined && consumer.num_pending + consumer.num_ack_pending === 0;
  });
}
