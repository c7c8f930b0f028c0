import { newId } from '@voltpark/kit/ids';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  newRegistration,
  operator,
  runReservations,
  type RunningReservations,
} from '../support/running.js';

const minuteMs = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();
const day = Date.parse('2026-05-05T06:00:00Z');
/** What the usual terms keep a slot for before and after a window. */
const marginMs = 15 * minuteMs;
/** Attempts that are under way at the same time. */
const width = 24;

interface Attempt {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Windows of a day, on the step. */
const attempt = fc
  .record({ start: fc.integer({ min: 0, max: 40 }), steps: fc.integer({ min: 2, max: 12 }) })
  .map(({ start, steps }): Attempt => {
    const startsAt = day + start * 15 * minuteMs;
    return { startsAt, endsAt: startsAt + steps * 15 * minuteMs };
  });

/** Half-open: one may end where the next begins. */
const meets = (a: Attempt, b: Attempt) =>
  a.startsAt - marginMs < b.endsAt + marginMs && b.startsAt - marginMs < a.endsAt + marginMs;

describe('the calendar of a facility', () => {
  let running: RunningReservations;
  beforeAll(async () => {
    running = await runReservations({ clock: { now: () => new Date('2026-05-04T08:00:00Z') } });
  });
  afterAll(() => running.stop());

  const inParallel = async <Item, Result>(
    items: readonly Item[],
    one: (item: Item) => Promise<Result>,
  ) => {
    const results: Result[] = [];
    const queue = [...items.entries()];
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        results[next[0]] = await one(next[1]);
      }
    };
    await Promise.all(Array.from({ length: width }, work));
    return results;
  };

  /** Where the line was too long nothing was begun, and whoever came comes again: a busy machine is no counterexample. */
  const patiently = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!String(error).includes('OVERLOADED')) throw error;
      }
    }
  };

  const book = async (facilityId: string, { startsAt, endsAt }: Attempt) => {
    const window = { startsAt: iso(startsAt), endsAt: iso(endsAt) };
    const input = { facilityId, registration: newRegistration(), ...window };
    const { __typename: type, reservation } = await patiently(() => running.create(input));
    return { type, slot: reservation?.slotNumber ?? null, id: reservation?.id ?? null };
  };

  it('never has a slot twice, and refuses nobody for whom there was one, whatever comes at once', async () => {
    let attempts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(attempt, { minLength: 250, maxLength: 300 }),
        async (slots, wanted) => {
          attempts += wanted.length;
          const { facilityId } = await running.facility(slots);
          const results = await inParallel(wanted, (each) => book(facilityId, each));
          // The model: which slot has which windows.
          const calendar = new Map<string, Attempt[]>();
          for (const [place, { type, slot }] of results.entries()) {
            if (type !== 'ReservationCreated' || slot === null) continue;
            const own = wanted[place] as Attempt;
            const others = calendar.get(slot) ?? [];
            expect(others.filter((other) => meets(other, own))).toEqual([]);
            calendar.set(slot, [...others, own]);
          }
          // Nothing was called off, so who was refused would find nothing now either.
          for (const [place, { type }] of results.entries()) {
            if (type === 'ReservationCreated') continue;
            expect(type).toBe('SlotUnavailable');
            const own = wanted[place] as Attempt;
            const isFree = (taken: readonly Attempt[]) => !taken.some((one) => meets(one, own));
            expect(calendar.size).toBe(slots);
            expect([...calendar.values()].some(isFree)).toBe(false);
          }
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
    expect(attempts).toBeGreaterThanOrEqual(2_000);
  }, 240_000);

  it('stays free of overlaps while reservations are changed and called off as well', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(attempt, attempt, fc.constantFrom('KEEP', 'CHANGE', 'CANCEL')), {
          minLength: 60,
          maxLength: 100,
        }),
        async (stories) => {
          const { facilityId } = await running.facility(3);
          await inParallel(stories, async ([first, second, then]) => {
            const { id: reservationId } = await book(facilityId, first);
            if (reservationId === null || then === 'KEEP') return;
            const { startsAt, endsAt } = second;
            const window = { startsAt: iso(startsAt), endsAt: iso(endsAt) };
            if (then === 'CANCEL') {
              const input = { reservationId, reason: 'Another plan' };
              await patiently(() => running.mutate('cancelReservation', input));
            } else {
              const input = { reservationId, ...window };
              await patiently(() => running.mutate('changeReservation', input));
            }
          });
          const overlapping = await running.sql(
            `SELECT a.id FROM reservation a JOIN reservation b ON a.slot_id = b.slot_id AND a.id < b.id
              WHERE a.facility_id = $1 AND a.status = 'PENDING' AND b.status = 'PENDING'
                AND a.opens_at < b.kept_until AND b.opens_at < a.kept_until`,
            [facilityId],
          );
          expect(overlapping).toEqual([]);
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 120_000);

  it('is held by the database, whoever writes to it', async () => {
    const { facilityId } = await running.facility(1);
    await book(facilityId, { startsAt: day, endsAt: day + 60 * minuteMs });
    const copy = `INSERT INTO reservation SELECT (jsonb_populate_record(r,
      jsonb_build_object('id', $2::text, 'booking_id', $2::text))).* FROM reservation r WHERE facility_id = $1`;
    await expect(running.sql(copy, [facilityId, newId()])).rejects.toThrow('one_booking_a_slot');
  });

  it('tells what is free, what is next and what it costs', async () => {
    const { facilityId } = await running.facility(1);
    await book(facilityId, { startsAt: day, endsAt: day + 60 * minuteMs });
    const query = `query ($input: ReservationAvailabilityInput!) { reservationAvailability(input: $input) {
      isAvailable freeSlots obstacle nextWindow { startsAt } estimate { total { amount currency } } } }`;
    const ask = (startsAt: number, minutes: number) =>
      running.data<{ reservationAvailability: object }>(
        query,
        {
          input: {
            facilityId,
            startsAt: new Date(startsAt).toISOString(),
            endsAt: new Date(startsAt + minutes * minuteMs).toISOString(),
          },
        },
        operator,
      );
    expect((await ask(day, 60)).reservationAvailability).toEqual({
      isAvailable: false,
      freeSlots: 0,
      obstacle: null,
      nextWindow: { startsAt: '2026-05-05T07:30:00.000Z' },
      estimate: { total: { amount: '0.00', currency: 'EUR' } },
    });
    expect((await ask(day + 90 * minuteMs, 20)).reservationAvailability).toMatchObject({
      isAvailable: false,
      freeSlots: 1,
      obstacle: 'minMinutes',
    });
  });
});
