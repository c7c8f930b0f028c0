import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpeningPeriod } from '@voltpark/contracts/opening-times';
import { scheduleFault, type SpecialDay } from '../../src/domain/opening-hours.js';

const faultOf = (
  openingPeriods: readonly OpeningPeriod[],
  specialDays: readonly SpecialDay[] = [],
) => scheduleFault({ openingPeriods, specialDays });
const period = (day: number, opens: string, closes: string) => ({ day, opens, closes });

describe('the periods of a week', () => {
  it('may touch each other, at midnight too', () => {
    expect(
      faultOf([
        period(1, '00:00', '12:00'),
        period(1, '12:00', '24:00'),
        period(2, '00:00', '06:00'),
        period(7, '20:00', '00:00'),
      ]),
    ).toBeUndefined();
  });

  it.each([
    ['on one day', period(1, '08:00', '12:00'), period(1, '11:59', '13:00')],
    ['as one within the other', period(1, '08:00', '20:00'), period(1, '10:00', '11:00')],
    ['when they are the same', period(1, '08:00', '20:00'), period(1, '08:00', '20:00')],
    ['over midnight', period(1, '22:00', '06:00'), period(2, '05:00', '08:00')],
    ['over the end of the week', period(7, '22:00', '06:00'), period(1, '05:00', '08:00')],
    [
      'over the end of the week, told the other way',
      period(1, '05:00', '08:00'),
      period(7, '22:00', '06:00'),
    ],
  ])('do not overlap %s', (_how, first, second) => {
    expect(faultOf([first, second])).toEqual({
      kind: 'overlap',
      field: 'openingPeriods',
      firstIndex: 0,
      secondIndex: 1,
    });
  });

  it('are at most 42', () => {
    const many = Array.from({ length: 43 }, (_, index) =>
      period((index % 7) + 1, '08:00', '09:00'),
    );
    expect(faultOf(many)).toMatchObject({ kind: 'malformed', field: 'openingPeriods' });
  });

  it('overlap exactly when some minute of the week belongs to two of them', () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    const written = (at: number) =>
      `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
    const anyPeriod = fc
      .record({ day: fc.integer({ min: 1, max: 7 }), opens: minute, closes: minute })
      .filter(({ opens, closes }) => opens !== closes);
    const minutesOf = ({ day, opens, closes }: { day: number; opens: number; closes: number }) => {
      const length = closes > opens ? closes - opens : closes - opens + 1_440;
      const start = (day - 1) * 1_440 + opens;
      return Array.from({ length }, (_, index) => (start + index) % 10_080);
    };
    fc.assert(
      fc.property(fc.array(anyPeriod, { maxLength: 4 }), (periods) => {
        const minutes = periods.flatMap(minutesOf);
        const isDisjoint = new Set(minutes).size === minutes.length;
        const fault = faultOf(
          periods.map(({ day, opens, closes }) => period(day, written(opens), written(closes))),
        );
        expect(fault === undefined).toBe(isDisjoint);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the hours of a special day', () => {
  it('do not overlap', () => {
    const hours = [
      { opens: '08:00', closes: '12:00' },
      { opens: '10:00', closes: '14:00' },
    ];
    expect(faultOf([], [{ date: '2026-12-24', name: 'Christmas Eve', hours }])).toMatchObject({
      kind: 'overlap',
      field: 'specialDays.0.hours',
    });
  });

  it('are at most six stretches, and the days at most 366', () => {
    const hours = Array.from({ length: 7 }, (_, index) => ({
      opens: `0${index}:00`,
      closes: `0${index}:30`,
    }));
    expect(faultOf([], [{ date: '2026-12-24', name: 'Many', hours }])).toMatchObject({
      kind: 'malformed',
      field: 'specialDays.0.hours',
    });
    const days = Array.from({ length: 367 }, () => ({ date: '2026-01-01', name: 'x', hours: [] }));
    expect(faultOf([], days)).toMatchObject({ kind: 'malformed', field: 'specialDays' });
  });
});
