import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithinOpeningHours, nextOpening, type Schedule } from '../../src/opening-times.js';

const minuteMs = 60_000;
const minutesPerDay = 1_440;
const written = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const hours = fc
  .record({
    opens: fc.integer({ min: 0, max: 1_439 }),
    closes: fc.integer({ min: 0, max: 1_440 }),
  })
  .filter(({ opens, closes }) => opens !== closes)
  .map(({ opens, closes }) => ({ opens: written(opens), closes: written(closes) }));
const periods = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 7 }), hours).map(([day, at]) => ({ day, ...at })),
  { maxLength: 6 },
);
const specialDays = fc.uniqueArray(
  fc.record({
    date: fc
      .integer({ min: 0, max: 400 })
      .map((day) => new Date(Date.UTC(2026, 2, 1 + day)).toISOString().slice(0, 10)),
    hours: fc.array(hours, { maxLength: 2 }),
  }),
  { maxLength: 4, selector: ({ date }) => date },
);

function anySchedule(timeZones: readonly string[]): fc.Arbitrary<Schedule> {
  return fc.record({
    timeZone: fc.constantFrom(...timeZones),
    openingPeriods: periods,
    specialDays,
  });
}

const instant = fc
  .integer({ min: Date.UTC(2026, 2, 1) / minuteMs, max: Date.UTC(2027, 2, 1) / minuteMs })
  .map((minute) => new Date(minute * minuteMs));

const zonesWithChanges = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Havana',
  'Asia/Kolkata',
];

/** Independent of Temporal: minutes of days in a zone whose days all have 1,440 of them. */
function isOpenInUtc({ openingPeriods, specialDays: days }: Schedule, at: Date): boolean {
  const day = Math.floor(at.getTime() / (minutesPerDay * minuteMs));
  const minute = Math.floor(at.getTime() / minuteMs) - day * minutesPerDay;
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const holds = (ofDay: number, offset: number) => {
    const date = new Date(ofDay * minutesPerDay * minuteMs);
    const special = days.find((one) => one.date === date.toISOString().slice(0, 10));
    const weekday = ((date.getUTCDay() + 6) % 7) + 1;
    const usual =
      openingPeriods.length === 0
        ? [{ opens: '00:00', closes: '24:00' }]
        : openingPeriods.filter((period) => period.day === weekday);
    return (special?.hours ?? usual).some(({ opens, closes }) => {
      const from = minutes(opens);
      const to = minutes(closes) > from ? minutes(closes) : minutes(closes) + minutesPerDay;
      return from <= minute + offset && minute + offset < to;
    });
  };
  return holds(day, 0) || holds(day - 1, minutesPerDay);
}

describe('whatever the schedule', () => {
  it('it is open in UTC exactly when plain arithmetic says so', () => {
    fc.assert(
      fc.property(anySchedule(['UTC']), instant, (schedule, at) => {
        expect(isWithinOpeningHours(schedule, at)).toBe(isOpenInUtc(schedule, at));
      }),
      { numRuns: 500 },
    );
  });

  it('the next opening is open, the moment before it is not, and nothing opens in between', () => {
    fc.assert(
      fc.property(anySchedule(zonesWithChanges), instant, (schedule, after) => {
        const next = nextOpening(schedule, after);
        const horizon = next ?? new Date(after.getTime() + 8 * minutesPerDay * minuteMs);
        if (next !== null) {
          expect(next.getTime()).toBeGreaterThan(after.getTime());
          expect(isWithinOpeningHours(schedule, next)).toBe(true);
          expect(isWithinOpeningHours(schedule, new Date(next.getTime() - 1))).toBe(false);
        }
        // Once closed, it stays closed until then. A step of eleven minutes meets every stretch sooner or later.
        let wasClosed = false;
        const end = Math.min(horizon.getTime(), after.getTime() + 2 * minutesPerDay * minuteMs);
        for (let at = after.getTime(); at < end; at += 11 * minuteMs) {
          const isOpen = isWithinOpeningHours(schedule, new Date(at));
          expect(isOpen && wasClosed).toBe(false);
          wasClosed ||= !isOpen;
        }
      }),
      { numRuns: 40 },
    );
  });
});
