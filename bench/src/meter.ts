/**
 * `npm run bench -- meter [readings] [distributed]`: readings of 1,000 sessions, one a second each, sent in batches of
 * 100 through the gateway. What a reading costs in CPU, all processes together (gateway, contexts, Postgres, NATS) and
 * until every event of them is published, against a plain multi-row insert by `pg` of the same rows in the same run
 * (its own process and Postgres): at most three times as much. No reading may be lost, and none taken in twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';
import { BenchChild } from './live/child.js';
import type { PeerOrder } from './meter/peer-process.js';
import { MeterSource, type BenchReading } from './meter/readings.js';
import { chargingStreet, streetContexts } from './meter/street.js';
import { Town } from './park/town.js';

const readingCount = Number(process.argv[2] ?? 100_000);
const mode = process.argv[3] === 'distributed' ? 'distributed' : 'start';
const sessionCount = Number(process.env['BENCH_SESSIONS'] ?? 1_000);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const batchSize = 100;
const connections = 8;
const target = 3;
const batchCount = Math.ceil(readingCount / batchSize);

const mutation = `mutation ($input: RecordMeterReadingsInput!) { recordMeterReadings(input: $input) {
  __typename ... on MeterReadingsRecorded { acceptedCount exceptions { index reason } } } }`;

interface Figures {
  readonly cpuMicros: number;
  readonly seconds: number;
  readonly byProgram: ReadonlyMap<string, number>;
}
type Batch = readonly BenchReading[];

const town = await Town.start(mode, connections, streetContexts);
const databaseUrl = town.run.databases['charging'] ?? '';
const database = new pg.Pool({ connectionString: databaseUrl, max: 1 });
// Between rounds the gateway may close what is idle: never reuse what has rested.
const gateway = new Pool(town.run.gatewayUrl, { connections, keepAliveTimeout: 500 });
const peer = new BenchChild('../meter/peer-process.js');

/** One batch through the gateway. @throws when a reading is not taken in */
async function send(body: string): Promise<void> {
  const answer = await gateway.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: town.authorization },
    body,
  });
  const text = await answer.body.text();
  if (!text.includes(`"acceptedCount":${batchSize},"exceptions":[]`)) throw new Error(text);
}

/** Waits until every event of the sessions is published. */
async function drained(): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ waiting: boolean }>(
      `SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL) OR EXISTS (SELECT FROM charging_session
         WHERE meter_version > told_meter_version) AS waiting`,
    );
    if (rows[0]?.waiting === false) return;
    await pause(50);
  }
}

async function measureOurs(batches: readonly Batch[]): Promise<Figures> {
  const bodies = batches.map((readings) =>
    JSON.stringify({ query: mutation, variables: { input: { readings } } }),
  );
  const before = await town.cpuMicrosByProgram();
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await send(body);
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  await drained();
  return { ...(await since(before)), seconds };
}

async function measureTheirs(batches: readonly Batch[]): Promise<Figures> {
  const isPostgres = (name: string) => name === 'postgres';
  const before = await town.cpuMicrosByProgram(isPostgres);
  const order: PeerOrder = { do: 'RUN', batches };
  const own = await peer.order<{ cpuMicros: number; seconds: number }>(order);
  const { cpuMicros, byProgram } = await since(before, isPostgres);
  return {
    cpuMicros: cpuMicros + own.cpuMicros,
    seconds: own.seconds,
    byProgram: new Map([...byProgram, ['pg', own.cpuMicros]]),
  };
}

async function since(
  before: Awaited<ReturnType<Town['cpuMicrosByProgram']>>,
  isCounted?: (name: string) => boolean,
): Promise<Omit<Figures, 'seconds'>> {
  const after = await town.cpuMicrosByProgram(isCounted);
  const byProgram = new Map(
    [...after.byProgram].map(([name, micros]) => [
      name,
      micros - (before.byProgram.get(name) ?? 0),
    ]),
  );
  return { byProgram, cpuMicros: after.total - before.total };
}

function print(name: string, figures: readonly Figures[]): number {
  const count = batchCount * batchSize;
  const each = figures.map(({ cpuMicros }) => cpuMicros / count).toSorted((a, b) => a - b);
  const median = each[each.length >> 1] ?? Number.NaN;
  const rate = figures.map(({ seconds }) => (count / seconds).toFixed(0)).join(' ');
  const parts = [...(figures.at(-1)?.byProgram ?? [])]
    .map(([program, micros]) => `${program} ${(micros / count).toFixed(1)}`)
    .join(', ');
  console.log(
    `  ${name.padEnd(8)} ${median.toFixed(1).padStart(5)} µs CPU a reading (${each
      .map((one) => one.toFixed(1))
      .join(' ')}; ${parts}), ${rate} readings/s`,
  );
  return median;
}

/** Every reading is there once, and every session's energy is what its last one says. */
async function check(sent: number): Promise<void> {
  const { rows } = await database.query<{ kept: number; counted: number; gaps: number }>(`SELECT
    (SELECT count(*)::int FROM meter_reading) AS kept,
    (SELECT sum((meter->>2)::int)::int FROM charging_session) AS counted,
    (SELECT count(*)::int FROM (SELECT aggregate_id FROM outbox WHERE aggregate_type = 'charging_session'
      GROUP BY aggregate_id HAVING max(aggregate_version) <> count(*)) AS torn) AS gaps`);
  const [found] = rows;
  if (found?.kept !== sent || found.counted !== sent || found.gaps > 0) {
    throw new Error(`Of ${sent} readings: ${JSON.stringify(found)}`);
  }
}

try {
  const startedAt = new Date(Date.now() - 20 * 3_600_000);
  const sessions = await chargingStreet(town, { sessions: sessionCount, startedAt });
  const source = new MeterSource(sessions, startedAt);
  await peer.order<null>({ do: 'OPEN', databaseUrl, connections } satisfies PeerOrder);
  const ours: Figures[] = [];
  const theirs: Figures[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const batches = Array.from({ length: batchCount }, () => source.batch(batchSize));
    ours.push(await measureOurs(batches));
    await check((round + 1) * batchCount * batchSize);
    theirs.push(await measureTheirs(batches));
  }
  // The first round warms both up.
  console.log(
    `  ${rounds} rounds of ${batchCount * batchSize} readings of ${sessionCount} sessions, ${batchSize} a batch (${mode}):`,
  );
  const ratio = print('Voltpark', ours.slice(1)) / print('pg alone', theirs.slice(1));
  const isWithin = ratio <= target;
  console.log(`  ratio ${ratio.toFixed(2)} ${isWithin ? '✓' : '✗'} (≤ ${target}); 0 readings lost`);
  if (!isWithin) process.exitCode = 1;
} finally {
  peer.end();
  await Promise.all([database.end(), gateway.close()]);
  await town.stop();
}
