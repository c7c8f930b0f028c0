import type { Actor } from '@voltpark/contracts';
import { invalidInput } from '@voltpark/kit/decision';
import { decideCount, type CountOutcome, type CountRejection } from '../domain/count.js';
import type { Facility } from '../domain/facility.js';
import { limits } from '../domain/limits.js';
import type { Occupancy } from '../domain/occupancy.js';
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

/** What was decided on a reading. */
type Decided = readonly [Indexed, CountOutcome];

/** Takes in what counters say. One bad reading does not take the others with it. */
export function recordFacilityCounts({ clock, transact }: Ports) {
  return async (cause: Cause, input: { readonly counts: readonly FacilityCountInput[] }) => {
    const { counts } = input;
    if (counts.length === 0 || counts.length > limits.countsPerBatch) {
      return invalidInput('counts', `Between 1 and ${limits.countsPerBatch} readings.`);
    }
    return transact(cause, async (stores) => {
      const { readings, rejected } = await sortOut(stores, cause.actor, counts);
      const facilityIds = [...readings.keys()].map(({ id }) => id);
      const decided = await decideAll(stores, readings, clock.now());
      await keep(stores, decided, { actorId: cause.actor.id, at: clock.now() });
      const outcomes = decided.flatMap((facility) => facility.outcomes);
      return { ...summary(outcomes, rejected), facilityIds };
    });
  };
}

/** Readings by facility, in the order in which the input names the facilities first. */
async function sortOut(stores: Stores, actor: Actor, counts: readonly FacilityCountInput[]) {
  const named = await stores.counts.facilitiesNamed(
    {
      ids: counts.flatMap(({ facilityId }) => facilityId ?? []),
      externalIds: counts.flatMap(({ externalId }) => externalId ?? []),
    },
    actor.tenantId,
  );
  const readings = new Map<Facility, Indexed[]>();
  const rejected: RejectedCount[] = [];
  for (const [index, { facilityId, externalId, free, at }] of counts.entries()) {
    const isNamedOnce = (facilityId == null) !== (externalId == null);
    const found = facilityId == null ? named.byExternalId : named.byId;
    const facility = isNamedOnce ? found.get(facilityId ?? externalId ?? '') : undefined;
    if (facility === undefined || !worksFor(actor, facility.tenantId)) {
      const message = 'Exactly one of facilityId and externalId of a facility of yours is needed.';
      rejected.push({ index, reason: 'UNKNOWN_FACILITY', message });
    } else {
      const earlier = readings.get(facility) ?? [];
      readings.set(facility, [...earlier, { index, free, at }]);
    }
  }
  return { readings, rejected };
}

interface DecidedFacility {
  readonly occupancy: Occupancy;
  readonly outcomes: readonly Decided[];
}

/** Readings of each facility in the order of their instants, each decided on what the one before made of it. */
async function decideAll(
  stores: Stores,
  readings: ReadonlyMap<Facility, readonly Indexed[]>,
  now: Date,
): Promise<DecidedFacility[]> {
  const ids = [...readings.keys()].map(({ id }) => id);
  const occupancies = await stores.counts.holdOccupancies(ids);
  const recorded = await stores.counts.recorded(
    [...readings].flatMap(([{ id }, of]) => of.map(({ at }) => ({ facilityId: id, at }))),
  );
  return [...readings].map(([facility, of]) => {
    const occupancy = occupancies.get(facility.id);
    if (occupancy === undefined) throw new Error(`Facility ${facility.id} has no occupancy.`);
    return decideFacility(facility, occupancy, of, new Map(recorded.get(facility.id)), now);
  });
}

/** @param recorded free places by instant in epoch milliseconds; what is decided here is added to it */
function decideFacility(
  facility: Facility,
  before: Occupancy,
  readings: readonly Indexed[],
  recorded: Map<number, number>,
  now: Date,
): DecidedFacility {
  let occupancy = before;
  const outcomes: Decided[] = [];
  for (const reading of readings.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const known = recorded.get(reading.at.getTime()) ?? null;
    const outcome = decideCount(occupancy, facility.capacity, known, reading, now);
    outcomes.push([reading, outcome]);
    if (isKept(outcome)) recorded.set(reading.at.getTime(), reading.free);
    if (outcome.outcome === 'CURRENT') occupancy = outcome.change.occupancy;
  }
  return { occupancy, outcomes };
}

const isKept = ({ outcome }: CountOutcome) => outcome === 'CURRENT' || outcome === 'LATE';

async function keep(
  stores: Stores,
  decided: readonly DecidedFacility[],
  by: { readonly actorId: string; readonly at: Date },
): Promise<void> {
  const events = decided.flatMap(({ outcomes }) =>
    outcomes.flatMap(([, outcome]) => (outcome.outcome === 'CURRENT' ? outcome.change.events : [])),
  );
  const rows = decided.flatMap(({ occupancy: { facilityId }, outcomes }) =>
    outcomes.flatMap(([{ at, free }, outcome]) =>
      isKept(outcome) ? [{ facilityId, at, free }] : [],
    ),
  );
  await stores.counts.record(rows, by);
  await stores.counts.saveCounted(decided.map(({ occupancy }) => occupancy));
  await stores.publish(events);
}

function summary(outcomes: readonly Decided[], unknown: readonly RejectedCount[]) {
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
