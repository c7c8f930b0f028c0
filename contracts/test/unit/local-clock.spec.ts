import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { localClock } from '../../src/local-clock.js';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Havana',
  'Asia/Kolkata',
  'Pacific/Apia',
] as const;
const minute = 60_000;

const formats = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    }),
  ]),
);

/** What hangs on the wall, by the platform's own formatter: independent of the code under test. */
function wallClock(timeZone: (typeof zones)[number], instant: number): string {
  const parts = formats.get(timeZone)?.formatToParts(instant) ?? [];
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** Days since the first of January 2026 on which, or next to which, clocks of these zones change. */
const changes = [66, 67, 87, 88, 94, 95, 112, 113, 276, 277, 297, 298, 301, 302, 304, 424, 662];

describe('the clock of a zone', () => {
  it('shows the time first and last at the instants that it names, or skips it there', () => {
    // Days around changes as often as all others together.
    const day = fc.oneof(fc.integer({ min: 0, max: 730 }), fc.constantFrom(...changes));
    const at = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), day, at, (zone, days, minutes) => {
        const date = Temporal.PlainDate.from('2026-01-01').add({ days });
        const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const { first, last } = localClock(zone).instants(date, time);
        const wanted = `${date.toString()}T${time}`;
        if (wallClock(zone, first) === wanted) {
          expect(wallClock(zone, last)).toBe(wanted);
        } else {
          expect(first).toBe(last);
          expect(wallClock(zone, first) > wanted).toBe(true);
          expect(wallClock(zone, first - minute) < wanted).toBe(true);
        }
        // Nowhere else within the hours around them.
        for (let off = 5; off <= 180; off += 15) {
          expect(wallClock(zone, first - off * minute)).not.toBe(wanted);
          expect(wallClock(zone, last + off * minute)).not.toBe(wanted);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('ends the day at 24:00', () => {
    const date = Temporal.PlainDate.from('2026-05-01');
    const { first } = localClock('Europe/Berlin').instants(date, '24:00');
    expect(new Date(first).toISOString()).toBe('2026-05-01T22:00:00.000Z');
  });
});
