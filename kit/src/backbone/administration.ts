import type { ContextName } from '@voltpark/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import type { SqlExecutor } from '../database/executor.js';
import { natsServers } from './nats-servers.js';
import { epochOf, streamInfo } from './stream.js';

/** Works on a context's database from outside, in one transaction on a connection of its own. */
export async function administer<Result>(
  databaseUrl: string,
  work: (tx: SqlExecutor) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'voltpark-events',
    connectionTimeoutMillis: 30_000,
    statement_timeout: 60_000,
  });
  await client.connect();
  const tx: SqlExecutor = {
    $queryRawUnsafe: async <Rows>(sql: string, ...values: unknown[]) =>
      (await client.query(sql, values)).rows as Rows,
    $executeRawUnsafe: async (sql, ...values) => (await client.query(sql, values)).rowCount ?? 0,
  };
  try {
    await client.query('BEGIN');
    const result = await work(tx);
    await client.query('COMMIT');
    return result;
  } finally {
    // A transaction that was not committed is rolled back with its connection.
    await client.end();
  }
}

/** A context's stream and who reads it, as NATS sees them. */
export interface StreamOverview {
  readonly context: ContextName;
  readonly messages: number;
  readonly lastSeq: number;
  readonly epoch: string | undefined;
  readonly consumers: readonly { readonly name: string; readonly lag: number }[];
}

/** Looks at the streams of contexts; those that have none are left out. Rejects when NATS is away. */
export async function streamOverviews(
  natsUrl: string,
  contexts: readonly ContextName[],
): Promise<StreamOverview[]> {
  const connection = await connect({
    ...natsServers(natsUrl),
    timeout: 2_000,
    reconnect: false,
  });
  try {
    const jsm = await jetstreamManager(connection);
    const overviews: StreamOverview[] = [];
    for (const context of contexts) {
      const info = await streamInfo(jsm, context);
      if (info === undefined) continue;
      const consumers: { name: string; lag: number }[] = [];
      for await (const consumer of jsm.consumers.list(info.config.name)) {
        const { durable_name: name } = consumer.config;
        const lag = consumer.num_pending + consumer.num_ack_pending;
        if (name !== undefined) consumers.push({ name, lag });
      }
      overviews.push({
        context,
        messages: info.state.messages,
        lastSeq: info.state.last_seq,
        epoch: epochOf(info),
        consumers,
      });
    }
    return overviews;
  } finally {
    await connection.close();
  }
}
