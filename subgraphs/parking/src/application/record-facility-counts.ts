import type { Actor } from '@voltpark/contracts';
import { invalidInput } from '@voltpark/kit/decision';
import { decideCount, type CountOutcome, type CountRejection } from '../domain/count.js';
import type { Facility } from '../domain/facility.js';
import { limits } from '../domain/limits.js';
import { worksFor } from '../domain/permission.js';
import type { Cause, Ports, Stores } from './ports.js';

export interface FacilityCountInput {
  readonly facilityId?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly free: number;
  readonly at: Date;
}

export interface RejectedCount {
  readonly index: number;
  readonly reason: CountRejection;
  readonly message: string;
}

/** A reading with its place in the input. */
interface Indexed {
  readonly index: number;
  readonly free: number;
  readonly at: Date;
}

/** Takes in what counters say. One bad reading does not take the others with it. */
export function recordFacilityCounts({ clock, transact }: Ports) {
  return async (cause: Cause, input: { readonly counts: readonly FacilityCountInput[] }) => {
    const { counts } = input;
    if (counts.length === 0 || counts.length > limits.countsPerBatch) {
      return invalidInput('counts', `Between 1 and ${limits.countsPerBatch} readings.`);
    }
    return transact(cause, async (stores) => {
      const { byFacility, rejected, facilityIds } = await sortOut(stores, cause.actor, counts);
      const outcomes: (readonly [Indexed, CountOutcome])[] = [];
      for (const [facility, readings] of byFacility) {
        outcomes.push(...(await record(stores, cause, facility, readings, clock.now())));
      }
      return { ...summary(outcomes, rejected), facilityIds };
    });
  };
}

/** Readings by facility, the facilities by id, so that two batches hold them in the same order. */
async function sortOut(stores: Stores, actor: Actor, counts: readonly FacilityCountInput[]) {
  const facilities = new Map<string, Facility | null>();
  const readings = new Map<string, Indexed[]>();
  const rejected: RejectedCount[] = [];
  for (const [index, count] of counts.entries()) {
    const name = nameOf(count);
    if (name !== null && !facilities.has(name)) {
      facilities.set(name, await find(stores, actor, count));
    }
    const facility = name === null ? null : (facilities.get(name) ?? null);
    if (facility === null) {
      const message = 'Exactly one of facilityId and externalId of a facility of yours is needed.';
      rejected.push({ index, reason: 'UNKNOWN_FACILITY', message });
      continue;
    }
    const { free, at } = count;
    readings.set(facility.id, [...(readings.get(facility.id) ?? []), { index, free, at }]);
  }
  const known = new Map([...facilities.values()].flatMap((one) => (one ? [[one.id, one]] : [])));
  const byFacility = [...known]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, facility]) => [facility, readings.get(id) ?? []] as const);
  return { byFacility, rejected, facilityIds: [...known.keys()] };
}

function nameOf({ facilityId, externalId }: FacilityCountInput): string | null {
  if (facilityId != null && externalId == null) return `id ${facilityId}`;
  if (externalId != null && facilityId == null) return `external ${externalId}`;
  return null;
}

async function find(stores: Stores, actor: Actor, count: FacilityCountInput) {
  const facility =
    count.facilityId != null
      ? await stores.facility(count.facilityId)
      : await stores.facilityByExternalId(actor.tenantId, count.externalId ?? '');
  return facility !== null && worksFor(actor, facility.tenantId) ? facility : null;
}

/** Readings of one facility in the order of their instants, each decided on what the one before made of it. */
async function record(
  stores: Stores,
  cause: Cause,
  facility: Facility,
  readings: readonly Indexed[],
  now: Date,
): Promise<(readonly [Indexed, CountOutcome])[]> {
  let occupancy = await stores.holdOccupancy(facility.id);
  if (occupancy === null) throw new Error(`Facility ${facility.id} has no occupancy.`);
  const instants = readings.map(({ at }) => at);
  const recorded = new Map(await stores.counts.recorded(facility.id, instants));
  const outcomes: (readonly [Indexed, CountOutcome])[] = [];
  const kept: Indexed[] = [];
  for (const reading of readings.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const known = recorded.get(reading.at.getTime()) ?? null;
    const outcome = decideCount(occupancy, facility.capacity, known, reading, now);
    outcomes.push([reading, outcome]);
    if (outcome.outcome !== 'CURRENT' && outcome.outcome !== 'LATE') continue;
    recorded.set(reading.at.getTime(), reading.free);
    kept.push(reading);
    if (outcome.outcome === 'CURRENT') occupancy = outcome.change.occupancy;
  }
  const by = { actorId: cause.actor.id, at: now };
  if (kept.length > 0) await stores.counts.record(facility.id, kept, by);
  const events = outcomes.flatMap(([, outcome]) =>
    outcome.outcome === 'CURRENT' ? outcome.change.events : [],
  );
  if (events.length > 0) {
    await stores.saveOccupancy(occupancy);
    await stores.publish(events);
  }
  return outcomes;
}

function summary(
  outcomes: readonly (readonly [Indexed, CountOutcome])[],
  unknown: readonly RejectedCount[],
) {
  const count = (kind: CountOutcome['outcome']) =>
    outcomes.filter(([, { outcome }]) => outcome === kind).length;
  const refused = outcomes.flatMap(([{ index }, outcome]) =>
    outcome.outcome === 'REJECTED'
      ? [{ index, reason: outcome.reason, message: outcome.message }]
      : [],
  );
  return {
    __typename: 'FacilityCountsRecorded' as const,
    recordedCount: count('CURRENT') + count('LATE'),
    repeatedCount: count('REPEATED'),
    lateCount: count('LATE'),
    rejected: [...unknown, ...refused].sort((a, b) => a.index - b.index),
  };
}
