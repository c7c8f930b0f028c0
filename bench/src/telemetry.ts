/**
 * `npm run bench -- telemetry [rows] [distributed]`: how many readings a second the gateway takes in, by batches of 500
 * from 100 devices; then, with ten million rows of 28 days in the tables, how long a range of a day takes, by minute
 * and by hour, through the gateway. The rows beside those that were sent are filled in by SQL.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Pool } from 'undici';
import { Town } from './park/town.js';
import { fill } from './telemetry/fill.js';

const rowCount = Number(process.argv[2] ?? 10_000_000);
const mode = process.argv[3] === 'distributed' ? 'distributed' : 'start';
const sentCount = Number(process.env['BENCH_SENT'] ?? 100_000);
const rangeCount = Number(process.env['BENCH_RANGES'] ?? 500);
const deviceCount = 100;
const batchSize = 500;
const connections = 4;
const days = 28;
const dayMs = 86_400_000;
/** 95 of 100 ranges of a day take no longer, in milliseconds. */
const target = 100;

const town = await Town.start(mode, connections, 'facilities,parking,accounts,operations');
const database = new pg.Pool({ connectionString: town.run.databases['operations'] ?? '', max: 1 });
const gateway = new Pool(town.run.gatewayUrl, { connections, keepAliveTimeout: 500 });

async function ask(query: string, variables: object): Promise<string> {
  const { body } = await gateway.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: town.authorization },
    body: JSON.stringify({ query, variables }),
  });
  return body.text();
}

/** Gates of a facility; asked for until operations has heard of it. */
async function register(): Promise<string[]> {
  const facilityId = await town.facility('Telemetry', 1);
  const ids: string[] = [];
  for (let index = 0; index < deviceCount;) {
    const input = {
      facilityId,
      kind: 'GATE',
      name: `Gate ${index}`,
      idempotencyKey: `gate-${index}`,
    };
    const answer = await town.mutate(
      'registerDevice',
      input,
      '... on DeviceRegistered { device { id } }',
    );
    if (answer.__typename === 'DeviceRegistered') {
      ids.push((answer['device'] as { id: string }).id);
      index += 1;
    } else if (answer.__typename === 'NotFound') await pause(50);
    else throw new Error(JSON.stringify(answer));
  }
  return ids;
}

const ingest = `mutation ($input: IngestTelemetryInput!) { ingestTelemetry(input: $input) {
  __typename ... on TelemetryIngested { acceptedCount } } }`;

/** Sends readings of all devices in turn, a second apart each. @returns readings a second */
async function send(deviceIds: readonly string[], count: number, until: Date): Promise<number> {
  const batches = Math.ceil(count / batchSize);
  let next = 0;
  const began = performance.now();
  const sender = async () => {
    for (let batch = next++; batch < batches; batch = next++) {
      const readings = Array.from({ length: batchSize }, (_, index) => {
        const place = batch * batchSize + index;
        const at = new Date(until.getTime() - Math.floor(place / deviceCount) * 1_000 - 1);
        const deviceId = deviceIds[place % deviceCount];
        return { deviceId, metric: 'POWER_W', at: at.toISOString(), value: place % 150_000 };
      });
      const answer = await ask(ingest, { input: { readings } });
      if (!answer.includes(`"acceptedCount":${batchSize}`)) throw new Error(answer);
    }
  };
  await Promise.all(Array.from({ length: connections }, sender));
  return (batches * batchSize * 1_000) / (performance.now() - began);
}

const range = `query ($id: ID!, $from: DateTime!, $to: DateTime!, $resolution: TelemetryResolution!) {
  device(id: $id) { telemetry(metric: POWER_W, from: $from, to: $to, resolution: $resolution) {
    start count minimum maximum average } } }`;

/** Ranges of a day of devices and days in turn. @returns milliseconds each, in order */
async function measure(ids: readonly string[], first: Date, resolution: string): Promise<number[]> {
  const took: number[] = [];
  for (let index = 0; index < rangeCount; index += 1) {
    // Primes, so that devices and days come in every combination.
    const from = new Date(first.getTime() + ((index * 11) % (days - 1)) * dayMs);
    const to = new Date(from.getTime() + dayMs);
    const began = performance.now();
    const answer = await ask(range, { id: ids[(index * 37) % ids.length], from, to, resolution });
    took.push(performance.now() - began);
    if (!answer.includes('"average"')) throw new Error(answer);
  }
  return took.toSorted((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

try {
  const ids = await register();
  const now = new Date();
  const first = new Date(Math.floor(now.getTime() / dayMs - days) * dayMs);
  // One reading a day makes the partitions of all days.
  for (let day = 0; day < days; day += 1) {
    const reading = { metric: 'HEARTBEAT', at: new Date(first.getTime() + day * dayMs), value: 1 };
    await ask(ingest, { input: { readings: [{ deviceId: ids[0], ...reading }] } });
  }
  const rate = await send(ids, sentCount, now);
  console.log(
    `  ${rate.toFixed(0)} readings/s taken in through the gateway (${sentCount}, ${mode})`,
  );
  const filled = await fill(database, { from: first, days, readings: rowCount });
  const again = await send(ids, sentCount, new Date(now.getTime() - dayMs / 2));
  console.log(`  ${again.toFixed(0)} readings/s with ${filled} rows in the tables`);
  for (const resolution of ['MINUTE', 'HOUR']) {
    const took = await measure(ids, first, resolution);
    const isWithin = at(took, 0.95) <= target;
    console.log(
      `  a day by ${resolution.toLowerCase()}: p50 ${at(took, 0.5).toFixed(1)} ms, p95 ${at(took, 0.95).toFixed(1)} ms ` +
        `${isWithin ? '✓' : '✗'} (≤ ${target}), ${rangeCount} ranges`,
    );
    if (!isWithin) process.exitCode = 1;
  }
} finally {
  await Promise.all([database.end(), gateway.close()]);
  await town.stop();
}
