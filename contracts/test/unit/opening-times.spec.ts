import { describe, expect, it } from 'vitest';
import {
  isWithinOpeningHours,
  nextOpening,
  type DayWithHours,
  type OpeningPeriod,
  type Schedule,
} from '../../src/opening-times.js';

const everyDay = (opens: string, closes: string): OpeningPeriod[] =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, opens, closes }));
const schedule = (
  openingPeriods: readonly OpeningPeriod[],
  specialDays: readonly DayWithHours[] = [],
  timeZone = 'Europe/Berlin',
): Schedule => ({ timeZone, openingPeriods, specialDays });
const closed = (date: string): DayWithHours => ({ date, hours: [] });
const isOpen = (of: Schedule, at: string) => isWithinOpeningHours(of, new Date(at));
const opensAt = (of: Schedule, after: string) =>
  nextOpening(of, new Date(after))?.toISOString() ?? null;

describe('opening hours', () => {
  const office = schedule([1, 2, 3, 4, 5].map((day) => ({ day, opens: '08:00', closes: '20:00' })));

  it.each([
    ['2026-05-04T05:59:59Z', false], // Monday, a second before eight in summer time
    ['2026-05-04T06:00:00Z', true],
    ['2026-05-04T17:59:59Z', true],
    ['2026-05-04T18:00:00Z', false],
    ['2026-05-03T10:00:00Z', false], // Sunday
    ['2026-01-05T06:30:00Z', false], // Monday, half past seven in winter time
    ['2026-01-05T07:00:00Z', true],
  ])('are those of the clock in the facility: %s is %s', (at, expected) => {
    expect(isOpen(office, at)).toBe(expected);
  });

  it('are all hours when none are said', () => {
    expect(isOpen(schedule([]), '2026-05-03T01:23:45Z')).toBe(true);
    expect(opensAt(schedule([]), '2026-05-03T01:23:45Z')).toBeNull();
  });

  it('wrap over midnight and over the week', () => {
    const night = schedule([{ day: 7, opens: '22:00', closes: '06:00' }]);
    expect(isOpen(night, '2026-05-03T19:59:00Z')).toBe(false);
    expect(isOpen(night, '2026-05-03T20:00:00Z')).toBe(true); // Sunday, 22:00
    expect(isOpen(night, '2026-05-04T03:59:00Z')).toBe(true); // Monday, 05:59
    expect(isOpen(night, '2026-05-04T04:00:00Z')).toBe(false);
    expect(isOpen(night, '2026-05-05T00:00:00Z')).toBe(false); // Tuesday night
  });

  it('go on to the end of the day with 24:00, and over midnight with 00:00', () => {
    for (const closes of ['24:00', '00:00']) {
      const evening = schedule([{ day: 1, opens: '18:00', closes }]);
      expect(isOpen(evening, '2026-05-04T21:59:59Z')).toBe(true);
      expect(isOpen(evening, '2026-05-04T22:00:00Z')).toBe(false);
    }
  });
});

describe('special days', () => {
  it('replace the hours of their weekday', () => {
    const of = schedule(everyDay('08:00', '20:00'), [
      closed('2026-12-25'),
      { date: '2026-12-24', hours: [{ opens: '08:00', closes: '14:00' }] },
    ]);
    expect(isOpen(of, '2026-12-24T12:59:00Z')).toBe(true);
    expect(isOpen(of, '2026-12-24T13:00:00Z')).toBe(false);
    expect(isOpen(of, '2026-12-25T11:00:00Z')).toBe(false);
    expect(opensAt(of, '2026-12-24T13:00:00Z')).toBe('2026-12-26T07:00:00.000Z');
  });

  it('close what is otherwise always open, for the whole day and no minute more', () => {
    const of = schedule([], [closed('2026-12-25')]);
    expect(isOpen(of, '2026-12-24T22:59:59Z')).toBe(true);
    expect(isOpen(of, '2026-12-24T23:00:00Z')).toBe(false);
    expect(isOpen(of, '2026-12-25T22:59:59Z')).toBe(false);
    expect(isOpen(of, '2026-12-25T23:00:00Z')).toBe(true);
    expect(opensAt(of, '2026-05-01T00:00:00Z')).toBe('2026-12-25T23:00:00.000Z');
  });

  it('let what opened the evening before run to its end', () => {
    const of = schedule(everyDay('20:00', '04:00'), [closed('2026-12-25')]);
    expect(isOpen(of, '2026-12-25T02:59:00Z')).toBe(true); // 03:59, opened on the 24th
    expect(isOpen(of, '2026-12-25T20:00:00Z')).toBe(false);
    expect(isOpen(of, '2026-12-26T02:00:00Z')).toBe(false);
  });
});

describe('the night in which clocks skip from 02:00 to 03:00 (29 March 2026)', () => {
  it('opens at 03:00 what opens at 02:30, a time that never is', () => {
    const of = schedule(everyDay('02:30', '10:00'));
    expect(isOpen(of, '2026-03-29T00:59:59Z')).toBe(false); // 01:59:59
    expect(isOpen(of, '2026-03-29T01:00:00Z')).toBe(true); // 03:00
    expect(opensAt(of, '2026-03-28T20:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('closes at 03:00 what closes at 02:30', () => {
    const of = schedule(everyDay('20:00', '02:30'));
    expect(isOpen(of, '2026-03-29T00:59:59Z')).toBe(true);
    expect(isOpen(of, '2026-03-29T01:00:00Z')).toBe(false);
  });

  it('does not open at all what lies in the hour that is skipped', () => {
    const of = schedule(everyDay('02:10', '02:50'));
    expect(isOpen(of, '2026-03-29T01:00:00Z')).toBe(false);
    expect(opensAt(of, '2026-03-28T02:00:00Z')).toBe('2026-03-30T00:10:00.000Z');
  });
});

describe('the night in which 02:00 to 03:00 happens twice (25 October 2026)', () => {
  it('opens at the first 02:30 and stays open', () => {
    const of = schedule(everyDay('02:30', '10:00'));
    expect(isOpen(of, '2026-10-25T00:29:59Z')).toBe(false);
    expect(isOpen(of, '2026-10-25T00:30:00Z')).toBe(true); // 02:30, summer time
    expect(isOpen(of, '2026-10-25T01:10:00Z')).toBe(true); // 02:10 again, winter time
    expect(isOpen(of, '2026-10-25T01:30:00Z')).toBe(true);
  });

  it('closes at the second 02:30', () => {
    const of = schedule(everyDay('20:00', '02:30'));
    expect(isOpen(of, '2026-10-25T00:30:00Z')).toBe(true); // the first 02:30
    expect(isOpen(of, '2026-10-25T01:29:59Z')).toBe(true);
    expect(isOpen(of, '2026-10-25T01:30:00Z')).toBe(false);
  });

  it('has a day of 25 hours without a gap for what is open around the clock', () => {
    const of = schedule(everyDay('00:00', '24:00'));
    expect(opensAt(of, '2026-10-24T12:00:00Z')).toBeNull();
    expect(isOpen(of, '2026-10-25T01:00:00Z')).toBe(true);
  });
});

describe('zones whose clocks change at midnight', () => {
  it('have no 00:00 where it is skipped: the day begins at 01:00 (Cairo, 24 April 2026)', () => {
    const of = schedule(everyDay('00:00', '08:00'), [], 'Africa/Cairo');
    expect(opensAt(of, '2026-04-23T12:00:00Z')).toBe('2026-04-23T22:00:00.000Z');
    expect(isOpen(of, '2026-04-23T21:59:59Z')).toBe(false);
  });

  it('have 23:30 twice where clocks go back at midnight (Cairo, 29 October 2026)', () => {
    const of = schedule([{ day: 4, opens: '20:00', closes: '23:30' }], [], 'Africa/Cairo');
    expect(isOpen(of, '2026-10-29T20:45:00Z')).toBe(true); // 23:45, summer time
    expect(isOpen(of, '2026-10-29T21:29:59Z')).toBe(true); // 23:29 again, winter time
    expect(isOpen(of, '2026-10-29T21:30:00Z')).toBe(false);
  });
});

describe('the next opening', () => {
  const office = schedule([1, 2, 3, 4, 5].map((day) => ({ day, opens: '08:00', closes: '20:00' })));

  it('is later today, or after the weekend', () => {
    expect(opensAt(office, '2026-05-04T03:00:00Z')).toBe('2026-05-04T06:00:00.000Z');
    expect(opensAt(office, '2026-05-08T19:00:00Z')).toBe('2026-05-11T06:00:00.000Z');
  });

  it('is the next one when it is open now', () => {
    expect(opensAt(office, '2026-05-04T06:00:00Z')).toBe('2026-05-05T06:00:00.000Z');
  });

  it('is not where one period only follows another', () => {
    const of = schedule([
      { day: 1, opens: '08:00', closes: '24:00' },
      { day: 2, opens: '00:00', closes: '06:00' },
    ]);
    expect(opensAt(of, '2026-05-04T10:00:00Z')).toBe('2026-05-11T06:00:00.000Z');
  });

  it('lies behind a long closure, and nowhere when the closure outlasts the horizon', () => {
    const days = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        closed(new Date(Date.UTC(2026, 4, 1 + index)).toISOString().slice(0, 10)),
      );
    expect(opensAt(schedule([], days(200)), '2026-05-01T12:00:00Z')).toBe(
      '2026-11-16T23:00:00.000Z',
    );
    expect(opensAt(schedule([], days(410)), '2026-05-01T12:00:00Z')).toBeNull();
  });
});
