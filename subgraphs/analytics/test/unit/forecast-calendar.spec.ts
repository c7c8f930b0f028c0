import { describe, expect, it } from 'vitest';
import { hourCalendar, kindOfCell, weekBefore } from '../../src/domain/forecast-calendar.js';

const berlin = { timeZone: 'Europe/Berlin', holidays: new Set(['2026-05-25']) };
const cellsOf = (from: string, length: number, zone = berlin) => [
  ...hourCalendar({ ...zone, from: new Date(from) }, length).cell,
];

describe('the calendar of a series', () => {
  it('follows the local week, not that of UTC', () => {
    // Sunday 23:00 UTC is Monday 01:00 in Berlin's summer.
    expect(cellsOf('2026-05-03T23:00:00Z', 2)).toEqual([1, 2]);
  });

  it('gives public holidays a class of their own, of the kind of Sundays', () => {
    const [before, holiday] = cellsOf('2026-05-24T21:00:00Z', 2);
    expect(before).toBe(6 * 24 + 23);
    expect(holiday).toBe(7 * 24);
    expect(kindOfCell(7 * 24 + 5)).toBe(kindOfCell(6 * 24 + 5));
    expect(kindOfCell(0)).toBe(kindOfCell(4 * 24));
    expect(kindOfCell(5 * 24)).not.toBe(kindOfCell(0));
  });

  it('leaves the hour out that clocks skip', () => {
    // 29 March 2026: after 01:59 comes 03:00.
    expect(cellsOf('2026-03-29T00:00:00Z', 3).map((cell) => cell % 24)).toEqual([1, 3, 4]);
  });

  it('has the hour twice that clocks repeat', () => {
    // 25 October 2026: 02:00 comes twice.
    expect(cellsOf('2026-10-25T00:00:00Z', 3).map((cell) => cell % 24)).toEqual([2, 2, 3]);
  });

  it('knows zones that lie half an hour beside', () => {
    const kolkata = { timeZone: 'Asia/Kolkata', holidays: new Set<string>() };
    expect(cellsOf('2026-05-04T18:30:00Z', 1, kolkata)).toEqual([24]);
  });
});

describe('the hour a week before', () => {
  const around = (from: string, length: number) =>
    hourCalendar({ ...berlin, from: new Date(from) }, length);

  it('is 168 hours ago in most weeks', () => {
    expect(weekBefore(around('2026-05-04T00:00:00Z', 200), 180)).toBe(12);
  });

  it('shows the same local time across changes of the clocks', () => {
    for (const from of ['2026-03-25T00:00:00Z', '2026-10-21T00:00:00Z']) {
      const calendar = around(from, 336);
      // Midday a week later, after clocks changed in between.
      const noon = calendar.hourOfDay.findIndex((hour, index) => index > 168 + 24 && hour === 12);
      const then = weekBefore(calendar, noon);
      expect(calendar.hourOfDay[then]).toBe(12);
      expect(noon - then).not.toBe(168);
    }
  });

  it('lies before the beginning in the first week', () => {
    expect(weekBefore(around('2026-05-04T00:00:00Z', 200), 100)).toBeLessThan(0);
  });
});
