import { describe, expect, it } from 'vitest';
import type { Rating } from '../../../src/rating.js';
import { rateCharging } from '../../../src/charging.js';
import { charging, idle, tariffOf, traceFrom, type Step } from '../../support/traces.js';

type Restrictions = NonNullable<
  NonNullable<Parameters<typeof tariffOf>[0]>[number]['restrictions']
>;

/** 1 per hour of charging where the restrictions hold, else free: the total is the hours that they held. */
function hoursThatHold(
  restrictions: Restrictions,
  start: string,
  steps: readonly Step[],
  timeZone = 'Europe/Amsterdam',
): string {
  const tariff = tariffOf([
    { price_components: [{ type: 'TIME', price: 1, step_size: 0 }], restrictions },
  ]);
  return rateCharging(tariff, traceFrom(start, steps, { timeZone })).total.exclTax;
}

const rulesOf = ({ lines }: Rating): string[] =>
  lines.map(({ rule, quantity }) => `${rule.split('.')[1]}: ${quantity}`);

/** From noon on Friday, 5 June 2026, a whole day. */
const friday = '2026-06-05T12:00:00+02:00';
const wholeDay = [charging(24 * 60)];

describe('times of day', () => {
  it('hold from their start, and up to but not at their end', () => {
    expect(hoursThatHold({ start_time: '13:00', end_time: '15:30' }, friday, wholeDay)).toBe(
      '2.50',
    );
    expect(hoursThatHold({ start_time: '12:00' }, friday, [charging(60)])).toBe('1.00');
    expect(hoursThatHold({ end_time: '12:00' }, friday, [charging(60)])).toBe('0.00');
  });

  it('wrap over midnight when the end is earlier than the start', () => {
    expect(hoursThatHold({ start_time: '22:00', end_time: '06:00' }, friday, wholeDay)).toBe(
      '8.00',
    );
  });

  it('end with the day at 00:00, and without an end', () => {
    expect(hoursThatHold({ start_time: '20:00', end_time: '00:00' }, friday, wholeDay)).toBe(
      '4.00',
    );
    expect(hoursThatHold({ start_time: '20:00' }, friday, wholeDay)).toBe('4.00');
    expect(hoursThatHold({ start_time: '00:00', end_time: '00:00' }, friday, wholeDay)).toBe(
      '24.00',
    );
  });

  it('begin with the day without a start', () => {
    expect(hoursThatHold({ end_time: '06:00' }, friday, wholeDay)).toBe('6.00');
  });

  it('never hold when start and end are one', () => {
    expect(hoursThatHold({ start_time: '10:00', end_time: '10:00' }, friday, wholeDay)).toBe(
      '0.00',
    );
  });

  it('are those of the zone of the trace, not of its offsets', () => {
    const restrictions = { start_time: '13:00', end_time: '14:00' };
    expect(hoursThatHold(restrictions, '2026-06-05T13:00:00Z', [charging(60)], 'UTC')).toBe('1.00');
    expect(hoursThatHold(restrictions, '2026-06-05T13:00:00Z', [charging(60)])).toBe('0.00');
    expect(
      hoursThatHold(restrictions, '2026-06-05T07:15:00Z', [charging(60)], 'Asia/Kathmandu'),
    ).toBe('1.00');
  });
});

describe('days', () => {
  it('are those of the instant: a window over midnight holds on both of its days by itself', () => {
    const night = { start_time: '22:00', end_time: '06:00' };
    expect(hoursThatHold({ ...night, day_of_week: ['FRIDAY'] }, friday, wholeDay)).toBe('2.00');
    expect(hoursThatHold({ ...night, day_of_week: ['SATURDAY'] }, friday, wholeDay)).toBe('6.00');
  });

  it('change at midnight within a session', () => {
    expect(hoursThatHold({ day_of_week: ['SATURDAY', 'SUNDAY'] }, friday, wholeDay)).toBe('12.00');
  });

  it('are all of them when the list is empty', () => {
    expect(hoursThatHold({ day_of_week: [] }, friday, wholeDay)).toBe('24.00');
  });

  it('are dates from the first, up to but not on the last', () => {
    expect(hoursThatHold({ start_date: '2026-06-06' }, friday, wholeDay)).toBe('12.00');
    expect(hoursThatHold({ end_date: '2026-06-06' }, friday, wholeDay)).toBe('12.00');
    expect(
      hoursThatHold({ start_date: '2026-06-05', end_date: '2026-06-05' }, friday, wholeDay),
    ).toBe('0.00');
  });
});

describe('days on which clocks change', () => {
  /** Amsterdam: 29 March 2026 has 23 hours, 25 October 25. */
  const spring = '2026-03-29T00:00:00+01:00';
  const autumn = '2026-10-25T00:00:00+02:00';
  const hours = (count: number) => [charging(count * 60)];

  it('have 23 and 25 hours', () => {
    expect(
      hoursThatHold({ start_date: '2026-03-29', end_date: '2026-03-30' }, spring, hours(30)),
    ).toBe('23.00');
    expect(
      hoursThatHold({ start_date: '2026-10-25', end_date: '2026-10-26' }, autumn, hours(30)),
    ).toBe('25.00');
  });

  it('show 02:30 never in spring and twice in autumn', () => {
    const window = { start_time: '02:00', end_time: '03:00' };
    expect(hoursThatHold(window, spring, hours(12))).toBe('0.00');
    expect(hoursThatHold(window, autumn, hours(12))).toBe('2.00');
    const half = { start_time: '02:00', end_time: '02:30' };
    expect(hoursThatHold(half, autumn, hours(12))).toBe('1.00');
  });

  it('leave of a window what the clock shows of it', () => {
    const window = { start_time: '01:30', end_time: '02:30' };
    expect(hoursThatHold(window, spring, hours(12))).toBe('0.50');
    expect(hoursThatHold(window, autumn, hours(12))).toBe('1.50');
    const night = { start_time: '22:00', end_time: '06:00' };
    expect(hoursThatHold(night, '2026-03-28T22:00:00+01:00', hours(12))).toBe('7.00');
    expect(hoursThatHold(night, '2026-10-24T22:00:00+02:00', hours(12))).toBe('9.00');
  });

  it('change at other times elsewhere', () => {
    const window = { start_time: '02:00', end_time: '03:00' };
    const newYork = '2026-11-01T00:00:00-04:00';
    expect(hoursThatHold(window, newYork, hours(12), 'America/New_York')).toBe('1.00');
    expect(
      hoursThatHold(
        { start_time: '01:00', end_time: '02:00' },
        newYork,
        hours(12),
        'America/New_York',
      ),
    ).toBe('2.00');
    // Lord Howe goes back by half an hour, from 02:00 to 01:30.
    expect(
      hoursThatHold(
        { start_time: '01:30', end_time: '02:00' },
        '2026-04-05T00:00:00+11:00',
        hours(12),
        'Australia/Lord_Howe',
      ),
    ).toBe('1.00');
  });
});

describe('energy', () => {
  it('is cut within a period, where the threshold is crossed', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'ENERGY', price: 1, step_size: 1 }],
        restrictions: { max_kwh: 10 },
      },
      { price_components: [{ type: 'ENERGY', price: 2, step_size: 1 }] },
    ]);
    const rating = rateCharging(tariff, traceFrom(friday, [charging(60, 25)]));
    expect(rulesOf(rating)).toEqual(['0: 10', '1: 15']);
    expect(rating.lines[0]?.end).toBe('2026-06-05T10:24:00.000Z');
    expect(rating.total.exclTax).toBe('40.00');
  });

  it('counts from the beginning of the session, over all periods and prices', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'ENERGY', price: 1, step_size: 1 }],
        restrictions: { min_kwh: 5, max_kwh: 12 },
      },
    ]);
    const rating = rateCharging(
      tariff,
      traceFrom(friday, [charging(30, 4), idle(10), charging(30, 4), charging(30, 10)]),
    );
    expect(rulesOf(rating)).toEqual(['0: 7']);
  });

  it('includes the least and not the most', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'FLAT', price: 1 }],
        restrictions: { min_kwh: 10 },
      },
      {
        price_components: [{ type: 'TIME', price: 1, step_size: 0 }],
        restrictions: { max_kwh: 10 },
      },
    ]);
    const reached = rateCharging(tariff, traceFrom(friday, [charging(60, 10), charging(60)]));
    expect(rulesOf(reached)).toEqual(['1: 1', '0: 1']);
    const atTheEnd = rateCharging(tariff, traceFrom(friday, [charging(60, 10)]));
    expect(rulesOf(atTheEnd)).toEqual(['1: 1']);
  });

  it('cuts time too, within a millisecond where it must', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'TIME', price: 3, step_size: 0 }],
        restrictions: { max_kwh: 1 },
      },
      { price_components: [{ type: 'TIME', price: 6, step_size: 0 }] },
    ]);
    const rating = rateCharging(tariff, traceFrom(friday, [charging(60, 7)]));
    expect(rating.lines.map(({ exclTax }) => exclTax)).toEqual([
      '0.428571428571428571',
      '5.142857142857142858',
    ]);
    expect(rating.total.exclTax).toBe('5.571428571428571429');
  });

  it('may jump at an instant', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'ENERGY', price: 1, step_size: 1 }],
        restrictions: { max_kwh: 3 },
      },
      { price_components: [{ type: 'ENERGY', price: 10, step_size: 1 }] },
    ]);
    const rating = rateCharging(tariff, traceFrom(friday, [charging(0, 5), charging(10, 1)]));
    expect(rulesOf(rating)).toEqual(['0: 3', '1: 3']);
  });
});

describe('duration', () => {
  it('counts from plugging in, pauses and gaps included, from the least up to but not the most', () => {
    const steps = [idle(30), charging(60), idle(30), charging(60)];
    expect(hoursThatHold({ min_duration: 3_600 }, friday, steps)).toBe('1.50');
    expect(hoursThatHold({ max_duration: 3_600 }, friday, steps)).toBe('0.50');
    expect(hoursThatHold({ min_duration: 3_600, max_duration: 8_100 }, friday, steps)).toBe('0.75');
  });
});

describe('power and current', () => {
  it('hold from the least, up to but not at the most', () => {
    const at = (powerKw: number, currentA: number) => [charging(60, 1, { powerKw, currentA })];
    expect(hoursThatHold({ min_power: 16 }, friday, at(16, 1))).toBe('1.00');
    expect(hoursThatHold({ max_power: 16 }, friday, at(16, 1))).toBe('0.00');
    expect(hoursThatHold({ min_current: 16 }, friday, at(1, 16))).toBe('1.00');
    expect(hoursThatHold({ max_current: 16 }, friday, at(1, 16))).toBe('0.00');
    expect(hoursThatHold({ min_power: '16.1' }, friday, at(16.1, 1))).toBe('1.00');
  });

  it('is the average of the energy where power is not told', () => {
    expect(hoursThatHold({ min_power: 11 }, friday, [charging(30, 5.5)])).toBe('0.50');
    expect(hoursThatHold({ min_power: 11 }, friday, [charging(30, 5.49)])).toBe('0.00');
  });

  it('never hold when nothing is known', () => {
    expect(hoursThatHold({ max_power: 100 }, friday, [charging(60)])).toBe('0.00');
    expect(hoursThatHold({ max_current: 100 }, friday, [charging(60, 5)])).toBe('0.00');
  });

  it('are nothing while idle', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'PARKING_TIME', price: 1 }],
        restrictions: { max_power: 5, max_current: 5 },
      },
      { price_components: [{ type: 'PARKING_TIME', price: 9 }] },
    ]);
    expect(rateCharging(tariff, traceFrom(friday, [idle(60)])).total.exclTax).toBe('1.00');
  });

  it('change the price from period to period', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'ENERGY', price: 1 }],
        restrictions: { max_power: 20 },
      },
      { price_components: [{ type: 'ENERGY', price: 2 }] },
    ]);
    const rating = rateCharging(
      tariff,
      traceFrom(friday, [
        charging(10, 1, { powerKw: 10 }),
        charging(10, 1, { powerKw: 11 }),
        charging(10, 1, { powerKw: 20 }),
        charging(10, 1, { powerKw: 19 }),
      ]),
    );
    expect(rulesOf(rating)).toEqual(['0: 2', '1: 1', '0: 1']);
  });
});
