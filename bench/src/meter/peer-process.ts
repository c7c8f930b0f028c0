/**
 * The peer of the benchmark `meter`: the same rows by a plain multi-row insert of `pg`, into a table of the same
 * columns and key, over as many connections.
 */
import pg from 'pg';
import type { BenchReading } from './readings.js';

/** What the peer is told. It stays connected until it is told to close, so that all CPU of Postgres is there to see. */
export type PeerOrder =
  | { readonly do: 'OPEN'; readonly databaseUrl: string; readonly connections: number }
  | { readonly do: 'RUN'; readonly batches: readonly (readonly BenchReading[])[] };

const columns = 9;
let pool: pg.Pool | undefined;
let connections = 1;

/** @returns CPU in microseconds of this process, and seconds */
async function run(batches: readonly (readonly BenchReading[])[]) {
  if (pool === undefined) throw new Error('It is not open.');
  const opened = pool;
  const cpu = process.cpuUsage();
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
        await insert(opened, batch);
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMicros: user + system, seconds: (performance.now() - began) / 1_000 };
}

async function insert(opened: pg.Pool, batch: readonly BenchReading[]): Promise<void> {
  const receivedAt = new Date();
  const values: unknown[] = [];
  const rows = batch.map(({ sessionId, at, seqNo, registerWh, powerW, currentA, socPercent }) => {
    const from = values.length;
    values.push(sessionId, at, seqNo, 4, registerWh, powerW, currentA, socPercent, receivedAt);
    return `(${Array.from({ length: columns }, (_, index) => `$${from + index + 1}`).join(', ')})`;
  });
  await opened.query(
    `INSERT INTO bench_meter_reading (session_id, at, seq_no, context, register_mwh, power_w, current_a,
       soc_percent, received_at) VALUES ${rows.join(', ')}`,
    values,
  );
}

async function open(databaseUrl: string, count: number): Promise<void> {
  connections = count;
  pool = new pg.Pool({ connectionString: databaseUrl, max: count, idleTimeoutMillis: 0 });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_meter_reading (LIKE meter_reading INCLUDING ALL)',
  );
  const opened = pool;
  await Promise.all(Array.from({ length: count }, () => opened.query('SELECT pg_sleep(0.05)')));
}

process.on('message', (order: PeerOrder) => {
  const done =
    order.do === 'OPEN' ? open(order.databaseUrl, order.connections) : run(order.batches);
  done.then(
    (result) => process.send?.({ result: result ?? null }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
