/**
 * `npm run bench -- telemetry [rows] [distributed]`: readings of 100 gates through the gateway, 500 a batch, into empty
 * tables and then beside ten million rows of 28 days; and how long a range of a day takes there, by minute and by hour.
 * The peer, in the same run and database: the same rows by a plain insert of `pg` into one table with the same key, and
 * the same ranges by SQL. The rows beside those that were sent are filled in by SQL, on both sides.
 */
import pg from 'pg';
import { Pool } from 'undici';
import { BenchChild } from './live/child.js';
import { Town } from './park/town.js';
import { fill } from './telemetry/fill.js';
import type { PeerOrder, PeerRange } from './telemetry/peer-process.js';
import { batchSize, GateStreet } from './telemetry/street.js';

const rowCount = Number(process.argv[2] ?? 10_000_000);
const mode = process.argv[3] === 'distributed' ? 'distributed' : 'start';
const batchCount = Math.ceil(Number(process.env['BENCH_SENT'] ?? 50_000) / batchSize);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const rangeCount = Number(process.env['BENCH_RANGES'] ?? 500);
const connections = 4;
const days = 28;
const dayMs = 86_400_000;
/** CPU a reading against the peer, and milliseconds within which 95 of 100 ranges of a day are answered. */
const targets = { ratio: 6, rangeMs: 100 } as const;

const town = await Town.start(mode, connections, 'facilities,parking,accounts,operations');
const databaseUrl = town.run.databases['operations'] ?? '';
const database = new pg.Pool({ connectionString: databaseUrl, max: 1 });
const gateway = new Pool(town.run.gatewayUrl, { connections, keepAliveTimeout: 500 });
const peer = new BenchChild('../telemetry/peer-process.js');

/** What the readings of one round cost. */
interface Round {
  readonly cpuMicros: number;
  readonly seconds: number;
  readonly byProgram?: ReadonlyMap<string, number>;
}
const order = <Result>(what: PeerOrder) => peer.order<Result>(what);
const isPostgres = (name: string) => name === 'postgres';

/** The same readings on both sides, one after the other. */
async function round(street: GateStreet): Promise<{ ours: Round; theirs: Round }> {
  const batches = street.batches(batchCount);
  const before = await town.cpuMicrosByProgram();
  const seconds = await street.send(batches, connections);
  const between = await town.cpuMicrosByProgram();
  const beforePeer = await town.cpuMicrosByProgram(isPostgres);
  const own = await order<Round>({
    do: 'INSERT',
    batches: batches.map((batch) => batch.map((reading) => reading.peer)),
  });
  const afterPeer = await town.cpuMicrosByProgram(isPostgres);
  const cpuMicros = own.cpuMicros + afterPeer.total - beforePeer.total;
  const byProgram = new Map(
    [...between.byProgram].map(([name, micros]) => [
      name,
      micros - (before.byProgram.get(name) ?? 0),
    ]),
  );
  return {
    ours: { cpuMicros: between.total - before.total, seconds, byProgram },
    theirs: { cpuMicros, seconds: own.seconds },
  };
}

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(values.length * share))
  ] ?? Number.NaN;

function verdict(isWithin: boolean): string {
  if (!isWithin) process.exitCode = 1;
  return isWithin ? '✓' : '✗';
}

/** Rounds of both; the first one warms up. @returns how many times the peer's CPU a reading takes */
async function ingest(street: GateStreet): Promise<number> {
  const told: Awaited<ReturnType<typeof round>>[] = [];
  for (let index = 0; index <= rounds; index += 1) told.push(await round(street));
  await street.check(database);
  const count = batchCount * batchSize;
  const print = (name: string, side: readonly Round[]) => {
    const each = side.map(({ cpuMicros }) => cpuMicros / count);
    const rates = side.map(({ seconds }) => (count / seconds).toFixed(0));
    const parts = [...(side.at(-1)?.byProgram ?? [])]
      .map(([program, micros]) => `; ${program} ${(micros / count).toFixed(1)}`)
      .join('');
    const all = `${each.map((one) => one.toFixed(1)).join(' ')}${parts}`;
    console.log(
      `  ${name.padEnd(8)} ${at(each, 0.5).toFixed(1).padStart(5)} µs CPU a reading (${all}), ${rates.join(' ')} readings/s`,
    );
    return at(each, 0.5);
  };
  const counted = told.slice(1);
  const ours = counted.map((one) => one.ours);
  const theirs = counted.map((one) => one.theirs);
  return print('Voltpark', ours) / print('pg alone', theirs);
}

async function ranges(street: GateStreet, first: Date, resolution: PeerRange['resolution']) {
  const wanted = street.ranges(rangeCount, first, days, resolution);
  const before = await town.cpuMicrosByProgram();
  const ours = await street.measure(wanted);
  const between = await town.cpuMicrosByProgram();
  const beforePeer = await town.cpuMicrosByProgram(isPostgres);
  const theirs = await order<{ took: number[]; buckets: number; cpuMicros: number }>({
    do: 'RANGES',
    ranges: wanted.map((one) => one.peer),
  });
  if (ours.buckets !== theirs.buckets || ours.buckets === 0) {
    throw new Error(`${ours.buckets} buckets, and the peer has ${theirs.buckets}.`);
  }
  const afterPeer = await town.cpuMicrosByProgram(isPostgres);
  const shown = (took: readonly number[], cpuMicros: number) =>
    `${(cpuMicros / 1_000 / rangeCount).toFixed(1)} ms CPU, p50 ${at(took, 0.5).toFixed(1)} ms, p95 ${at(took, 0.95).toFixed(1)} ms`;
  console.log(
    `  a day by ${resolution.toLowerCase()}: Voltpark ${shown(ours.took, between.total - before.total)}; pg alone ${shown(theirs.took, theirs.cpuMicros + afterPeer.total - beforePeer.total)}; ` +
      `${verdict(at(ours.took, 0.95) <= targets.rangeMs)} (p95 ≤ ${targets.rangeMs} ms), ${rangeCount} ranges, ${ours.buckets} buckets`,
  );
}

try {
  const street = await GateStreet.build(town, gateway, database);
  // Until the day before, so that what is sent never meets what is filled in.
  const first = new Date((Math.floor(Date.now() / dayMs) - days - 1) * dayMs);
  await street.makeDays(first, days);
  await order({ do: 'OPEN', databaseUrl, connections });
  console.log(
    `  ${rounds} rounds of ${batchCount * batchSize} readings, ${batchSize} a batch (${mode}), empty tables:`,
  );
  console.log(`  ratio ${(await ingest(street)).toFixed(2)}`);
  const began = performance.now();
  const filled = await fill(database, { from: first, days, readings: rowCount });
  await order({ do: 'COPY' });
  const took = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(
    `  the same beside ${filled} rows of ${days} days (filled in on both sides in ${took} s):`,
  );
  const ratio = await ingest(street);
  console.log(
    `  ratio ${ratio.toFixed(2)} ${verdict(ratio <= targets.ratio)} (≤ ${targets.ratio}); 0 readings lost`,
  );
  for (const resolution of ['MINUTE', 'HOUR'] as const) await ranges(street, first, resolution);
} finally {
  peer.end();
  await Promise.all([database.end(), gateway.close()]);
  await town.stop();
}
