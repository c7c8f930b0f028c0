import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import type { Town } from './town.js';

/** Where a text was found. */
export interface Trace {
  /** `context.table` or the name of a stream. */
  readonly place: string;
  readonly count: number;
}

/** Looks for texts in every column of every table of every database, and in every message of every stream. */
export async function tracesOf(town: Town, texts: readonly string[]): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const [context, url] of Object.entries(town.stack.databases)) {
    traces.push(...(await inDatabase(context, url, texts)));
  }
  traces.push(...(await inStreams(town.stack.natsUrl, texts)));
  return traces;
}

async function inDatabase(
  context: string,
  connectionString: string,
  texts: readonly string[],
): Promise<Trace[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; quoted: string }>(
      `SELECT CASE WHEN table_schema = 'public' THEN '' ELSE table_schema || '.' END || table_name AS name,
              format('%I.%I', table_schema, table_name) AS quoted FROM information_schema.tables
       WHERE table_schema NOT LIKE 'pg\\_%' AND table_schema <> 'information_schema'
         AND table_type = 'BASE TABLE' ORDER BY 1`,
    );
    const traces: Trace[] = [];
    for (const { name, quoted } of tables) {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${quoted} AS each
         WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS wanted
           WHERE strpos(lower(to_jsonb(each)::text), lower(wanted)) > 0)`,
        [texts],
      );
      const count = rows[0]?.count ?? 0;
      if (count > 0) traces.push({ place: `${context}.${name}`, count });
    }
    return traces;
  } finally {
    await client.end();
  }
}

async function inStreams(servers: string, texts: readonly string[]): Promise<Trace[]> {
  const connection = await connect({ servers });
  try {
    const jsm = await jetstreamManager(connection);
    const traces: Trace[] = [];
    for await (const { config, state } of jsm.streams.list()) {
      let count = 0;
      for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
        const message = await jsm.streams.getMessage(config.name, { seq }).catch(() => null);
        if (message === null) continue;
        const held = `${message.subject} ${new TextDecoder().decode(message.data)}`.toLowerCase();
        if (texts.some((text) => held.includes(text.toLowerCase()))) count += 1;
      }
      if (count > 0) traces.push({ place: config.name, count });
    }
    return traces;
  } finally {
    await connection.close();
  }
}

/**
 * Keeps a context from writing to a table, as a database in trouble would, until the hold is let go: the context goes
 * on reading, and waits where it has to write.
 */
export async function heldUp(
  town: Town,
  context: string,
  table: string,
): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: town.stack.databases[context] });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE "${table}" IN SHARE MODE`);
  return () => client.end();
}
