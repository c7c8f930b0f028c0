import { invalidInput } from '@voltpark/kit/decision';
import { reachOf } from '@voltpark/kit/reach';
import { observe, type Device } from '../domain/device.js';
import { limits } from '../domain/limits.js';
import { sift, type Candidate, type Outcome, type Reading } from '../domain/telemetry.js';
import type { Cause, Ports, Stores } from './ports.js';
import { watch } from './watch.js';

/** What became of a batch. */
export interface Ingested {
  readonly acceptedCount: number;
  readonly outcomes: readonly Outcome[];
}

/**
 * Takes in readings, each by itself: the same again changes nothing, and neither lateness nor order matters. Whoever
 * sends something that is kept is alive; the newest fault of a device is what it has.
 */
export function ingestTelemetry(ports: Ports) {
  const { reads, transact, clock, retention, partitions } = ports;
  return async (cause: Cause, readings: readonly Reading[]) => {
    if (readings.length === 0 || readings.length > limits.readingsPerBatch) {
      return invalidInput('readings', `A batch has 1 to ${limits.readingsPerBatch} readings.`);
    }
    const ids = [...new Set(readings.map(({ deviceId }) => deviceId))];
    const devices = await reads.devices.numbers(ids, reachOf(cause.actor));
    const { outcomes, candidates } = sift(readings, { devices, now: clock.now(), retention });
    await partitions.ensure(candidates.map(({ reading }) => reading.at));
    return transact(cause, async (stores): Promise<Ingested> => {
      const isNew = await stores.telemetry.keep(candidates);
      const rest = candidates.filter(({ index }) => !isNew.has(index));
      const standing = await stores.telemetry.standing(rest);
      const kept = candidates.filter(({ index }) => isNew.has(index));
      await hear(ports, stores, kept);
      const told = new Map(candidates.map((one) => [one.index, outcomeOf(one, isNew, standing)]));
      return {
        acceptedCount: kept.length,
        outcomes: outcomes.map((outcome, index) => outcome ?? told.get(index) ?? 'DUPLICATE'),
      };
    });
  };
}

function outcomeOf(
  { index, reading }: Candidate,
  isNew: ReadonlySet<number>,
  standing: ReadonlyMap<number, number>,
): Outcome {
  if (isNew.has(index)) return 'ACCEPTED';
  return (standing.get(index) ?? reading.value) === reading.value ? 'DUPLICATE' : 'CONFLICTING';
}

/** Notes who spoke. Facilities before devices, as everywhere. */
async function hear(ports: Ports, stores: Stores, kept: readonly Candidate[]): Promise<void> {
  if (kept.length === 0) return;
  const now = ports.clock.now();
  const ids = [...new Set(kept.map(({ reading }) => reading.deviceId))];
  // By the transaction's own connection: one more for each sender would be more than the pool has.
  const devices = await stores.devices.byIds(ids, { kind: 'EVERYTHING' });
  await addUntold(stores, kept, devices);
  const faulty = kept.filter(({ reading }) => reading.metric === 'FAULT');
  const levels = await newestFaults(stores, faulty);
  const changed = devices.filter((device) => levels.has(device.id) || isNews(device, now));
  const quiet = devices.filter((device) => !changed.includes(device)).map(({ id }) => id);
  const held = await stores.devices.hold(changed.map(({ id }) => id));
  for (const device of held) {
    const level = levels.get(device.id);
    const seen =
      level === undefined ? { kind: 'HEARD' as const } : { kind: 'OWN_FAULT' as const, level };
    await watch(stores, device, seen, ports);
  }
  await stores.devices.heard(quiet, now);
}

/** Whether a sign of life changes how a device looks. */
const isNews = (device: Device, now: Date) =>
  device.lastHeardAt === null ||
  observe(device, { kind: 'HEARD' }, now).condition !== device.condition;

async function newestFaults(
  { telemetry }: Stores,
  faulty: readonly Candidate[],
): Promise<ReadonlyMap<string, number>> {
  if (faulty.length === 0) return new Map();
  const numbers = [...new Set(faulty.map(({ number }) => number))];
  const newest = await telemetry.newest(numbers, 'FAULT');
  return new Map(
    faulty.map(({ number, reading }) => [reading.deviceId, newest.get(number) ?? reading.value]),
  );
}

async function addUntold(
  { facilities }: Stores,
  kept: readonly Candidate[],
  devices: readonly Device[],
): Promise<void> {
  const facilityOf = new Map(devices.map(({ id, facilityId }) => [id, facilityId]));
  const ids = [...new Set(devices.map(({ facilityId }) => facilityId))].toSorted();
  for (const facilityId of ids) {
    const instants = kept
      .filter(({ reading }) => facilityOf.get(reading.deviceId) === facilityId)
      .map(({ reading }) => reading.at.getTime());
    const from = new Date(Math.min(...instants));
    const to = new Date(Math.max(...instants));
    await facilities.addUntold(facilityId, { count: instants.length, from, to });
  }
}
