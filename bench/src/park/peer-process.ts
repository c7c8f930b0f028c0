/**
 * The peer of the benchmark `park`: the statements of entry and exit by `pg` alone, the values at hand, the
 * answers thrown away. What this costs is what no server could do without.
 */
import { leave, loadLeave, loadPark, parkNearest, run } from '@voltpark/parking/statements';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { crowd, poolConnections, timed, type Figures, type PeerOrder } from './order.js';

/** For how long parking promises a walk-in its slot. */
const walkInPromiseMs = 2 * 3_600_000;

let cars = 0;

async function work(order: PeerOrder): Promise<Figures> {
  const pool = new pg.Pool({ connectionString: order.databaseUrl, max: poolConnections });
  const parkMs: number[] = [];
  const leaveMs: number[] = [];
  try {
    await crowd(poolConnections, poolConnections, () => stay(pool, order, [], []));
    const cpu = process.cpuUsage();
    const began = performance.now();
    await crowd(order.stays, order.atOnce, () => stay(pool, order, parkMs, leaveMs));
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - began) / 1000;
    return { cpuMicros: user + system, seconds, parkMs, leaveMs };
  } finally {
    await pool.end();
  }
}

async function stay(
  pool: pg.Pool,
  order: PeerOrder,
  parkMs: number[],
  leaveMs: number[],
): Promise<void> {
  const { facilityId, tenantId } = order;
  cars += 1;
  const registration = `PEER${cars}`;
  const sessionId = randomUUID();
  const now = new Date();
  const entry = { idempotencyKey: randomUUID(), actorId: 'peer', operation: 'parkVehicle' };
  const events = draftsOf(order, sessionId, registration, now);
  const promisedUntil = new Date(now.getTime() + walkInPromiseMs);
  await timed(parkMs, async () => {
    await run(pool, loadPark, { ...entry, facilityId, registration, slotId: null, promisedUntil });
    const parked = await run(pool, parkNearest, {
      ...entry,
      ...{ requestHash: sessionId, facilityId, tenantId, slotId: null },
      ...{
        size: 'STANDARD',
        kind: 'ICE',
        slotClass: 3,
        vehicleSize: 'STANDARD',
        isElectric: false,
      },
      ...{ sessionId, registration, registrationWritten: registration, customerId: null },
      ...{
        make: null,
        model: null,
        colour: null,
        enteredAt: now,
        promisedUntil,
        drafts: events.entry,
      },
    });
    if (parked.length !== 1) throw new Error('The peer found no slot.');
  });
  const exit = { idempotencyKey: randomUUID(), actorId: 'peer', operation: 'leave' };
  await timed(leaveMs, async () => {
    await run(pool, loadLeave.SESSION, { ...exit, target: sessionId });
    const left = await run(pool, leave, {
      ...exit,
      ...{ requestHash: sessionId, facilityId, slotClass: 3, sessionId, version: 2 },
      ...{ leftAt: now, drafts: events.exit },
    });
    if (left.length !== 1) throw new Error('The peer could not leave.');
  });
}

/** The events as Voltpark writes them. */
function draftsOf(order: PeerOrder, sessionId: string, registration: string, at: Date) {
  const { facilityId, tenantId } = order;
  const common = { key: facilityId, occurred_at: at, tenant_id: tenantId, actor_id: 'peer' };
  const ofFacility = { aggregate_type: 'facility_occupancy', aggregate_id: facilityId };
  const ofSession = { aggregate_type: 'parking_session', aggregate_id: sessionId };
  const stayed = {
    ...{ sessionId, facilityId, tenantId, slotId: '-', slotNumber: '-', slotKind: 'ICE' },
    ...{ registration, customerId: null, vehicleSize: 'STANDARD', isElectric: false },
    enteredAt: at,
  };
  const slot = {
    ...{ facilityId, tenantId, slotId: '-', slotNumber: '-', levelId: '-', levelName: '-' },
    ...{ size: 'STANDARD', kind: 'ICE', sessionId: null, counts: [] },
  };
  const draft = (type: string, aggregate: object, version: number, data: object) => ({
    id: randomUUID(),
    type: `parking.${type}.v1`,
    ...common,
    ...aggregate,
    aggregate_version: version,
    data,
  });
  const crossing = draft('occupancy.threshold_crossed', ofFacility, 1, { facilityId, tenantId });
  const taken = { ...slot, previous: 'AVAILABLE', status: 'OCCUPIED' };
  const freed = { ...slot, previous: 'OCCUPIED', status: 'AVAILABLE' };
  const left = { ...stayed, leftAt: at, durationSeconds: 0 };
  return {
    entry: JSON.stringify([
      draft('vehicle.parked', ofSession, 1, stayed),
      draft('slot.occupied', ofFacility, 1, taken),
      crossing,
    ]),
    exit: JSON.stringify([
      draft('vehicle.left', ofSession, 2, left),
      draft('slot.released', ofFacility, 1, freed),
      crossing,
    ]),
  };
}

process.on('message', (order: PeerOrder) => {
  work(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
