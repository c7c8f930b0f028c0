import { chargingEvents } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isHighAfter } from '../../src/domain/threshold.js';
import { attendant, tenantId } from '../support/actors.js';
import { expectConsistency } from '../support/invariants.js';
import { runParking, type Result, type RunningParking } from '../support/running.js';

/** What the model knows: who is inside which slot, what is broken, for whom slots are kept, and which stays there were. */
interface Model {
  readonly inside: Map<string, { readonly slotId: string; readonly sessionId: string }>;
  readonly broken: Set<string>;
  /** For whom slots are kept, by slot; at most one for each vehicle. */
  readonly kept: Map<string, { readonly registration: string; readonly offerId: string }>;
  readonly over: string[];
}

interface Real {
  readonly parking: RunningParking;
  readonly facilityId: string;
  readonly slotIds: readonly string[];
}

type Step = fc.AsyncCommand<Model, Real>;

const slots = 4;
const plates = ['PROP1', 'PROP2', 'PROP3', 'PROP4', 'PROP5', 'PROP6'];
const plate = fc.constantFrom(...plates);
const place = fc.nat(slots - 1);

const typeOf = ({ __typename }: Result) => __typename;
const holds = ({ inside }: Model, slotId: string) =>
  [...inside.values()].some((one) => one.slotId === slotId);

/** A step that is always possible, and of which the model says what must come of it. */
const step = (name: string, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  run,
  toString: () => name,
});

const parks = plate.map((registration) =>
  step(`park ${registration}`, async (model, { parking, facilityId }) => {
    const answer = await parking.park({ facilityId, registration, isElectric: false });
    const own = [...model.kept].find(([, hold]) => hold.registration === registration)?.[0];
    const gone = model.inside.size + model.broken.size + model.kept.size;
    const isFull = own === undefined && gone === slots;
    const expected = model.inside.has(registration)
      ? 'VehicleAlreadyParked'
      : isFull
        ? 'FacilityFull'
        : 'VehicleParked';
    expect(typeOf(answer)).toBe(expected);
    if (expected !== 'VehicleParked') return;
    const { id: slotId } = answer['slot'] as { id: string };
    if (own === undefined) expect(model.kept.has(slotId)).toBe(false);
    else expect(slotId).toBe(own);
    model.kept.delete(slotId);
    expect(holds(model, slotId) || model.broken.has(slotId)).toBe(false);
    model.inside.set(registration, {
      slotId,
      sessionId: (answer['session'] as { id: string }).id,
    });
  }),
);

const leaves = plate.map((registration) =>
  step(`leave ${registration}`, async (model, { parking }) => {
    const answer = await parking.leave({ registration });
    const stay = model.inside.get(registration);
    expect(typeOf(answer)).toBe(stay === undefined ? 'NotParked' : 'VehicleLeft');
    if (stay === undefined) return;
    model.inside.delete(registration);
    model.over.push(stay.sessionId);
  }),
);

const services = fc.tuple(place, fc.boolean()).map(([index, breaks]) =>
  step(`${breaks ? 'break' : 'mend'} ${index}`, async (model, { parking, slotIds }) => {
    const slotId = slotIds[index] ?? '';
    const answer = await parking.setSlotStatus(slotId, breaks ? 'MAINTENANCE' : 'AVAILABLE');
    const isTaken = holds(model, slotId) || model.kept.has(slotId);
    expect(typeOf(answer)).toBe(isTaken ? 'SlotInUse' : 'SlotStatusSet');
    if (isTaken) return;
    if (breaks) model.broken.add(slotId);
    else model.broken.delete(slotId);
  }),
);

const offers = fc.tuple(place, plate).map(([index, registration]) =>
  step(`keep ${index} for ${registration}`, async (model, { parking, facilityId, slotIds }) => {
    const slotId = slotIds[index] ?? '';
    if ([...model.kept.values()].some((hold) => hold.registration === registration)) return;
    const offerId = newId();
    const entry = { entryId: newId(), facilityId, tenantId, registration, customerId: null };
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const taken = { ...entry, offerId, connectorId: newId(), slotId, until };
    await parking.hears(chargingEvents.offerTaken, taken);
    const isFree = !holds(model, slotId) && !model.broken.has(slotId) && !model.kept.has(slotId);
    if (isFree) model.kept.set(slotId, { registration, offerId });
  }),
);

const releases = place.map((index) =>
  step(`give back ${index}`, async (model, { parking, facilityId, slotIds }) => {
    const slotId = slotIds[index] ?? '';
    const hold = model.kept.get(slotId);
    if (hold === undefined) return;
    const { registration, offerId } = hold;
    const entry = { entryId: newId(), facilityId, tenantId, registration, customerId: null };
    const released = { ...entry, offerId, connectorId: newId(), slotId };
    await parking.hears(chargingEvents.offerReleased, { ...released, outcome: 'WITHDRAWN' });
    model.kept.delete(slotId);
  }),
);

const reason = 'Property';
const correct = (real: Real, name: string, input: object) =>
  real.parking.choose(name, { ...input, reason }, attendant, '');

const corrections = fc.tuple(plate, plate).map(([wrong, right]) =>
  step(`correct ${wrong} to ${right}`, async (model, real) => {
    const stay = model.inside.get(wrong);
    if (stay === undefined) return;
    const input = { sessionId: stay.sessionId, registration: right };
    const answer = await correct(real, 'correctRegistration', input);
    const isDouble = wrong !== right && model.inside.has(right);
    expect(typeOf(answer)).toBe(isDouble ? 'VehicleAlreadyParked' : 'SessionCorrected');
    if (isDouble) return;
    model.inside.delete(wrong);
    model.inside.set(right, stay);
  }),
);

const forgotten = plate.map((registration) =>
  step(`forget ${registration}`, async (model, real) => {
    const stay = model.inside.get(registration);
    if (stay === undefined) return;
    const leftAt = new Date().toISOString();
    const input = { sessionId: stay.sessionId, leftAt };
    expect(typeOf(await correct(real, 'closeForgottenSession', input))).toBe('SessionCorrected');
    model.inside.delete(registration);
    model.over.push(stay.sessionId);
  }),
);

const merges = fc.tuple(plate, fc.nat()).map(([registration, pick]) =>
  step(`merge ${registration}`, async (model, real) => {
    const sessionId = model.inside.get(registration)?.sessionId;
    const absorbedSessionId = model.over[pick % Math.max(1, model.over.length)];
    if (sessionId === undefined || absorbedSessionId === undefined) return;
    const answer = await correct(real, 'mergeSessions', { sessionId, absorbedSessionId });
    expect(['SessionCorrected', 'SessionsNotMergeable']).toContain(typeOf(answer));
  }),
);

describe('whatever happens in whatever order', () => {
  let parking: RunningParking;
  beforeAll(async () => {
    parking = await runParking();
  });
  afterAll(() => parking.stop());

  it('the counters are those of the slots, nobody is in two places, and no version is missing', async () => {
    const kinds = [
      parks,
      parks,
      leaves,
      services,
      offers,
      releases,
      corrections,
      forgotten,
      merges,
    ];
    const steps = fc.commands(kinds, { maxCommands: 25 });
    await fc.assert(
      fc.asyncProperty(steps, async (commands) => {
        await parking.sql(`UPDATE parking_session SET registration = 'OLD' || substr(id, 25) `);
        const facilityId = await parking.carPark(slots);
        const rows = await parking.sql<{ id: string }>(
          'SELECT id FROM slot WHERE facility_id = $1 ORDER BY number',
          [facilityId],
        );
        const real = { parking, facilityId, slotIds: rows.map(({ id }) => id) };
        const model: Model = {
          inside: new Map(),
          broken: new Set(),
          kept: new Map(),
          over: [],
        };
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await expectConsistency(parking);
        await expectThresholds(facilityId);
      }),
      { numRuns: 12, interruptAfterTimeLimit: 20_000 },
    );
  });

  /** The crossings that the database told of are those that the decision would have made of the same changes. */
  async function expectThresholds(facilityId: string): Promise<void> {
    const events = (await parking.outbox()).filter(
      ({ aggregate_id: id, aggregate_type: type }) =>
        id === facilityId && type === 'facility_occupancy',
    );
    const thresholds = { highPercent: 90, normalPercent: 80 };
    let isHigh = false;
    const expected: string[] = [];
    const told: unknown[] = [];
    for (const { type, data } of events) {
      if (type === 'parking.occupancy.threshold_crossed.v1') {
        told.push(data['level']);
        continue;
      }
      const [totals] = data['counts'] as Parameters<typeof isHighAfter>[1][];
      if (totals === undefined) continue;
      const after = isHighAfter(isHigh, totals, thresholds);
      if (after !== isHigh) expected.push(after ? 'HIGH' : 'NORMAL');
      isHigh = after;
    }
    expect(told).toEqual(expected);
  }
});
