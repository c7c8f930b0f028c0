/**
 * `npm run bench -- park [stays] [distributed]`: cars that enter and leave one facility, 50 at once, through the
 * gateway. What that costs the project's processes in CPU, all together and until every event is published,
 * against the same statements by `pg` alone in the same run: at most four times as much. No slot may ever have two
 * cars, and the counters must be those of the slots.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { BenchChild } from './live/child.js';
import { crowd, timed, type Figures, type PeerOrder } from './park/order.js';
import { Town } from './park/town.js';

const stays = Number(process.argv[2] ?? 1_500);
const mode = process.argv[3] === 'distributed' ? 'distributed' : 'start';
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const atOnce = 50;
const places = 60;
/** A car stands this long, so that others come while its slot must not be given away. */
const standMs = 10;
const target = 4;

let cars = 0;

/** Cars through the gateway. Throws when a slot is given to two of them. */
async function measureOurs(town: Town, facilityId: string, drained: () => Promise<void>) {
  const taken = new Set<string>();
  const parkMs: number[] = [];
  const leaveMs: number[] = [];
  const before = await town.cpuMicros();
  const began = performance.now();
  await crowd(stays, atOnce, async () => {
    cars += 1;
    const registration = `OURS ${cars}`;
    const input = { facilityId, registration, size: 'STANDARD', isElectric: false };
    const parked = await timed(parkMs, () =>
      town.mutate(
        'parkVehicle',
        { ...input, idempotencyKey: randomUUID() },
        '... on VehicleParked { session { id } slot { id number } }',
      ),
    );
    if (parked.__typename !== 'VehicleParked') throw new Error(JSON.stringify(parked));
    const { id: slotId } = parked['slot'] as { id: string };
    const { id: sessionId } = parked['session'] as { id: string };
    if (taken.has(slotId)) throw new Error(`Slot ${slotId} was given to two cars.`);
    taken.add(slotId);
    await pause(standMs);
    // Given back before it is asked for: from here on another car may have it.
    taken.delete(slotId);
    const left = await timed(leaveMs, () =>
      town.mutate(
        'leave',
        { sessionId, idempotencyKey: randomUUID() },
        '... on VehicleLeft { duration session { id } }',
      ),
    );
    if (left.__typename !== 'VehicleLeft') throw new Error(JSON.stringify(left));
  });
  const seconds = (performance.now() - began) / 1000;
  await drained();
  const cpuMicros = (await town.cpuMicros()) - before;
  return { cpuMicros, seconds, parkMs, leaveMs } satisfies Figures;
}

const percentile = (times: readonly number[], share: number): string =>
  (times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? Number.NaN).toFixed(
    1,
  );

function print(name: string, figures: readonly Figures[]): number {
  const micros = figures.map(({ cpuMicros }) => cpuMicros / stays).toSorted((a, b) => a - b);
  const median = micros[micros.length >> 1] ?? Number.NaN;
  const rate = figures.map(({ seconds }) => (stays / seconds).toFixed(0)).join(' ');
  const latency = (of: 'parkMs' | 'leaveMs') => {
    const times = figures.flatMap((figure) => figure[of]);
    return [0.5, 0.95, 0.99, 1].map((share) => percentile(times, share)).join(' / ');
  };
  console.log(
    `  ${name.padEnd(8)} ${median.toFixed(0).padStart(5)} µs CPU a stay (${micros.map((one) => one.toFixed(0)).join(' ')}),` +
      ` ${rate} stays/s; p50 / p95 / p99 / max ms: park ${latency('parkMs')}, leave ${latency('leaveMs')}`,
  );
  return median;
}

async function check(database: pg.Pool): Promise<void> {
  const { rows } = await database.query<{ miscounted: number; doubled: number; gaps: number }>(`
    SELECT
      (SELECT count(*)::int FROM facility_occupancy o WHERE o.taken <>
        (SELECT count(*) FROM slot s WHERE s.facility_id = o.facility_id AND s.status = 'OCCUPIED')) AS miscounted,
      (SELECT count(*)::int FROM (SELECT slot_id FROM parking_session WHERE status = 'OPEN'
        GROUP BY slot_id HAVING count(*) > 1) AS twice) AS doubled,
      (SELECT count(*)::int FROM (SELECT aggregate_id FROM outbox WHERE aggregate_type = 'facility_occupancy'
        GROUP BY aggregate_id HAVING max(aggregate_version) <> count(*)) AS torn) AS gaps`);
  const [found] = rows;
  if (found === undefined || found.miscounted + found.doubled + found.gaps > 0) {
    throw new Error(`The books do not balance: ${JSON.stringify(found)}`);
  }
}

const town = await Town.start(mode, atOnce);
const databaseUrl = town.run.databases['parking'] ?? '';
const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
const listener = new pg.Pool({ connectionString: town.run.databases['facilities'] ?? '', max: 1 });
const peer = new BenchChild('../park/peer-process.js');

/** Waits until every event is published, and taken in by those who listen to the facility's. */
async function drained(): Promise<void> {
  const lag = async () => {
    const { rows } = await database.query<{ version: number; waiting: boolean }>(
      `SELECT version, EXISTS (SELECT FROM outbox WHERE published_at IS NULL) AS waiting
       FROM facility_occupancy ORDER BY version DESC LIMIT 1`,
    );
    const { rows: taken } = await listener.query<{ version: string }>(
      `SELECT max(version) AS version FROM inbox_aggregate WHERE aggregate_type = 'facility_occupancy'`,
    );
    const [made] = rows;
    return made === undefined || made.waiting || Number(taken[0]?.version) < made.version;
  };
  while (await lag()) await pause(20);
}

try {
  const facilityId = await town.facility('Benchmark', places);
  const { rows } = await database.query<{ tenant_id: string }>(
    'SELECT tenant_id FROM facility WHERE id = $1',
    [facilityId],
  );
  const tenantId = rows[0]?.tenant_id ?? '';
  const order: PeerOrder = { databaseUrl, facilityId, tenantId, stays, atOnce };
  await measureOurs(town, facilityId, drained);
  await peer.order(order);
  await drained();
  const ours: Figures[] = [];
  const theirs: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await measureOurs(town, facilityId, drained));
    await check(database);
    theirs.push(await peer.order<Figures>(order));
    await drained();
  }
  console.log(
    `  ${rounds} rounds of ${stays} stays, ${atOnce} cars at once, ${places} slots (${mode}):`,
  );
  const ratio = print('Voltpark', ours) / print('pg alone', theirs);
  const isWithin = ratio <= target;
  console.log(
    `  ratio ${ratio.toFixed(2)} ${isWithin ? '✓' : '✗'} (≤ ${target}); no slot had two cars`,
  );
  if (!isWithin) process.exitCode = 1;
} finally {
  peer.end();
  await Promise.all([database.end(), listener.end()]);
  await town.stop();
}
