/**
 * The peer of the benchmark `telemetry`: one plain table with the same columns and key, no partitions, no rollups, no
 * latest value; rows by a multi-row insert of `pg`, ranges of a day aggregated from the rows themselves.
 */
import pg from 'pg';
import { powerMetric } from './fill.js';

/** Number of a device, milliseconds since 1970, value. */
export type PeerReading = readonly [deviceNo: number, ms: number, value: number];

/** A range of a day, by the minute or hour. */
export interface PeerRange {
  readonly deviceNo: number;
  readonly from: string;
  readonly to: string;
  readonly resolution: 'MINUTE' | 'HOUR';
}

/** What the peer is told. It stays connected, so that all CPU of Postgres is there to see. */
export type PeerOrder =
  | { readonly do: 'OPEN'; readonly databaseUrl: string; readonly connections: number }
  | { readonly do: 'COPY' }
  | { readonly do: 'INSERT'; readonly batches: readonly (readonly PeerReading[])[] }
  | { readonly do: 'RANGES'; readonly ranges: readonly PeerRange[] };

let pool: pg.Pool | undefined;
let connections = 1;

const opened = (): pg.Pool => {
  if (pool === undefined) throw new Error('It is not open.');
  return pool;
};

async function open(databaseUrl: string, count: number): Promise<void> {
  connections = count;
  pool = new pg.Pool({ connectionString: databaseUrl, max: count, idleTimeoutMillis: 0 });
  await pool.query('CREATE TABLE bench_reading (LIKE telemetry.reading INCLUDING ALL)');
  await Promise.all(Array.from({ length: count }, () => opened().query('SELECT pg_sleep(0.05)')));
}

/** The same rows as in the partitions, all of them. */
async function copy(): Promise<number> {
  // What it has already is among them; a key that is made at the end is made sooner.
  await opened().query('ALTER TABLE bench_reading DROP CONSTRAINT bench_reading_pkey');
  await opened().query('TRUNCATE bench_reading');
  const { rowCount } = await opened().query(
    'INSERT INTO bench_reading SELECT * FROM telemetry.reading',
  );
  await opened().query('ALTER TABLE bench_reading ADD PRIMARY KEY (device_no, metric, at)');
  await opened().query('VACUUM ANALYZE bench_reading');
  return rowCount ?? 0;
}

/** @returns CPU in microseconds of this process, and seconds */
async function insert(batches: readonly (readonly PeerReading[])[]) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
        const rows = batch.map(
          (_, row) => `($${row * 4 + 1}, $${row * 4 + 2}, $${row * 4 + 3}, $${row * 4 + 4})`,
        );
        await opened().query(
          `INSERT INTO bench_reading (device_no, metric, at, value) VALUES ${rows.join(', ')}`,
          batch.flatMap(([deviceNo, ms, value]) => [deviceNo, powerMetric, new Date(ms), value]),
        );
      }
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMicros: user + system, seconds: (performance.now() - began) / 1_000 };
}

const starts = {
  MINUTE: `date_bin('1 minute', at, '2000-01-01Z')`,
  HOUR: `date_trunc('hour', at, 'Europe/Berlin')`,
} as const;

/** @returns milliseconds each took, buckets in all, and CPU in microseconds of this process */
async function ranges(wanted: readonly PeerRange[]) {
  const cpu = process.cpuUsage();
  const took: number[] = [];
  let buckets = 0;
  for (const { deviceNo, from, to, resolution } of wanted) {
    const began = performance.now();
    const { rows } = await opened().query(
      `SELECT ${starts[resolution]} AS start, count(*)::int AS count, min(value) AS minimum, max(value) AS maximum,
         avg(value) AS average
       FROM bench_reading WHERE device_no = $1 AND metric = ${powerMetric} AND at >= $2 AND at < $3
       GROUP BY start ORDER BY start`,
      [deviceNo, from, to],
    );
    took.push(performance.now() - began);
    buckets += rows.length;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { took, buckets, cpuMicros: user + system };
}

function run(order: PeerOrder): Promise<unknown> {
  switch (order.do) {
    case 'OPEN':
      return open(order.databaseUrl, order.connections);
    case 'COPY':
      return copy();
    case 'INSERT':
      return insert(order.batches);
    case 'RANGES':
      return ranges(order.ranges);
  }
}

process.on('message', (order: PeerOrder) => {
  run(order).then(
    (result) => process.send?.({ result: result ?? null }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
