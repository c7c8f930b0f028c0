import { describe, expect, it } from 'vitest';
import { localDaysBefore } from '../../src/domain/local-days.js';
import { money } from '../../src/domain/money.js';
import { hoursByFullness, lengthOf, percentOf } from '../../src/domain/reports.js';

const hour = (weekday: number, of: number, taken: number, knownMs = 1) => ({
  ...{ weekday, hour: of, taken, inService: 10, knownMs },
});

describe('hours of the day by how full they are', () => {
  it('weigh weekdays by how much of them is known', () => {
    const hours = [hour(1, 8, 10, 3), hour(2, 8, 2, 1), hour(1, 9, 9)];
    expect(hoursByFullness(hours)).toEqual([
      { hour: 9, percent: 90 },
      { hour: 8, percent: 80 },
    ]);
  });
  it('leave out hours in which nothing was in service', () => {
    expect(hoursByFullness([{ ...hour(1, 8, 0), inService: 0 }])).toEqual([]);
  });
});

describe('numbers', () => {
  it('have no share of nothing', () => {
    expect(percentOf(1, 3)).toBe(33.33);
    expect(percentOf(0, 0)).toBeNull();
  });
  it('count both days of a range', () => {
    expect(lengthOf({ from: '2026-03-28', to: '2026-03-29' })).toBe(2);
    expect(lengthOf({ from: '2026-03-29', to: '2026-03-28' })).toBeNull();
  });
  it('write money in the major unit of its currency', () => {
    expect(money(-5, 'EUR')).toEqual({ amount: '-0.05', currency: 'EUR' });
    expect(money(5, 'JPY')).toEqual({ amount: '5', currency: 'JPY' });
  });
  it('know which local days are over', () => {
    const midnightInBerlin = new Date('2026-03-28T23:00:00Z');
    expect(localDaysBefore(midnightInBerlin, 'Europe/Berlin', 2)).toEqual([
      '2026-03-27',
      '2026-03-28',
    ]);
    expect(localDaysBefore(midnightInBerlin, 'UTC', 1)).toEqual(['2026-03-27']);
  });
});
