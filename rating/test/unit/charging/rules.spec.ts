import { describe, expect, it } from 'vitest';
import type { Rating } from '../../../src/rating.js';
import { rateCharging } from '../../../src/charging.js';
import { TraceError } from '../../../src/trace.js';
import { ocpi } from '../../support/ocpi-tariffs.js';
import { charging, idle, reserved, tariffOf, traceFrom, type Step } from '../../support/traces.js';

const start = '2026-06-05T12:00:00+02:00';
const rate = (
  tariff: Parameters<typeof rateCharging>[0],
  steps: readonly Step[],
  reservationExpired = false,
): Rating => rateCharging(tariff, traceFrom(start, steps, { reservationExpired }));
const linesOf = ({ lines }: Rating): string[] =>
  lines.map(({ rule, quantity, exclTax }) => `${rule} ${quantity} = ${exclTax}`);
const totals = ({ total }: Rating): string => `${total.exclTax} / ${total.inclTax}`;

describe('which price holds', () => {
  it('is looked for in each dimension by itself', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'TIME', price: 1 }],
        restrictions: { max_duration: 1_800 },
      },
      { price_components: [{ type: 'ENERGY', price: 2 }] },
      {
        price_components: [
          { type: 'ENERGY', price: 7 },
          { type: 'TIME', price: 3 },
        ],
      },
    ]);
    expect(linesOf(rate(tariff, [charging(60, 10)]))).toEqual([
      'elements.1.price_components.0 10 = 20.00',
      'elements.0.price_components.0 0.5 = 0.50',
      'elements.2.price_components.1 0.5 = 1.50',
    ]);
  });

  it('is the first of the tariff, whatever stands behind it', () => {
    const tariff = tariffOf([
      { price_components: [{ type: 'ENERGY', price: 1 }] },
      {
        price_components: [{ type: 'ENERGY', price: 5 }],
        restrictions: { start_time: '12:00', end_time: '13:00' },
      },
    ]);
    expect(totals(rate(tariff, [charging(60, 10)]))).toBe('10.00 / 10.00');
  });

  it('is none where nothing holds: that costs nothing', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'ENERGY', price: 1 }],
        restrictions: { start_time: '12:30' },
      },
    ]);
    expect(linesOf(rate(tariff, [charging(60, 10)]))).toEqual([
      'elements.0.price_components.0 5 = 5.00',
    ]);
    expect(totals(rate(ocpi.perHour, [idle(60)]))).toBe('0.00 / 0.00');
  });

  it('prices energy that flows while idle, and no time of charging', () => {
    const tariff = tariffOf([
      {
        price_components: [
          { type: 'ENERGY', price: 1 },
          { type: 'TIME', price: 60 },
        ],
      },
    ]);
    expect(totals(rate(tariff, [{ ...idle(60), kwh: 0.3 }]))).toBe('0.30 / 0.30');
  });
});

describe('flat fees', () => {
  it('are taken once a session: the first that holds', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'FLAT', price: 5 }],
        restrictions: { start_time: '12:30' },
      },
      {
        price_components: [
          { type: 'FLAT', price: 1 },
          { type: 'FLAT', price: 100 },
        ],
      },
      { price_components: [{ type: 'FLAT', price: 1_000 }] },
    ]);
    expect(linesOf(rate(tariff, [charging(60), idle(60), charging(60)]))).toEqual([
      'elements.1.price_components.0 1 = 1.00',
    ]);
  });

  it('wait until their restrictions hold', () => {
    const tariff = tariffOf([
      { price_components: [{ type: 'FLAT', price: 5 }], restrictions: { min_duration: 3_600 } },
    ]);
    expect(totals(rate(tariff, [charging(60)]))).toBe('0.00 / 0.00');
    const rating = rate(tariff, [charging(61)]);
    expect(rating.lines[0]?.start).toBe('2026-06-05T11:00:00.000Z');
  });

  it('are taken for a session of no length', () => {
    expect(totals(rate(ocpi.energyAndStart, [charging(0)]))).toBe('0.50 / 0.60');
    expect(totals(rate(ocpi.energyAndStart, []))).toBe('0.00 / 0.00');
  });
});

describe('steps', () => {
  const timed = (time: number, parking: number) =>
    tariffOf([
      {
        price_components: [
          { type: 'TIME', price: 60, step_size: time * 60 },
          { type: 'PARKING_TIME', price: 6, step_size: parking * 60 },
        ],
      },
    ]);

  it('round what was taken altogether, where pauses lie between', () => {
    const rating = rate(timed(10, 10), [charging(6), idle(3), charging(6)]);
    expect(linesOf(rating)).toEqual([
      'elements.0.price_components.0 0.1 = 6.00',
      'elements.0.price_components.1 0.05 = 0.30',
      // 12 minutes of charging are 20.
      'elements.0.price_components.0 0.233333333333333333 = 14.00',
    ]);
  });

  it('round the time of charging where the parking behind it has no price', () => {
    const tariff = tariffOf([{ price_components: [{ type: 'TIME', price: 60, step_size: 600 }] }]);
    expect(totals(rate(tariff, [charging(6), idle(30)]))).toBe('10.00 / 10.00');
  });

  it('count a price of 0 as a price', () => {
    const tariff = tariffOf([
      {
        price_components: [
          { type: 'TIME', price: 60, step_size: 600 },
          { type: 'PARKING_TIME', price: 0, step_size: 600 },
        ],
      },
    ]);
    expect(totals(rate(tariff, [charging(6), idle(30)]))).toBe('6.00 / 6.00');
  });

  it('leave whole steps as they are, and 0 rounds nothing', () => {
    expect(totals(rate(timed(10, 5), [charging(20)]))).toBe('20.00 / 20.00');
    expect(totals(rate(timed(0, 0), [charging(0.01)]))).toBe('0.01 / 0.01');
  });

  it('of one round to whole seconds and watt-hours', () => {
    expect(totals(rate(timed(1 / 60, 1), [charging(0.001)]))).toBe(
      '0.016666666666666667 / 0.016666666666666667',
    );
    expect(totals(rate(ocpi.energyOnly, [charging(1, 0.0000001)]))).toBe('0.00025 / 0.000275');
  });

  it('take the last price that energy flowed under, not the last that held', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'ENERGY', price: 1, step_size: 500 }],
        restrictions: { end_time: '13:00' },
      },
      { price_components: [{ type: 'ENERGY', price: 2, step_size: 10_000 }] },
    ]);
    expect(totals(rate(tariff, [charging(60, 1.2), idle(60)]))).toBe('1.50 / 1.50');
  });

  it('count only what has a price', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'ENERGY', price: 1, step_size: 1_000 }],
        restrictions: { max_kwh: 4.5 },
      },
    ]);
    expect(totals(rate(tariff, [charging(60, 9.9)]))).toBe('5.00 / 5.00');
  });
});

describe('reservations', () => {
  it('cost what their elements say, which cost a session nothing', () => {
    expect(linesOf(rate(ocpi.reservationAndFee, [reserved(13)]))).toEqual([
      'elements.0.price_components.0 1 = 2.00',
      'elements.0.price_components.1 0.25 = 1.25',
    ]);
    expect(totals(rate(ocpi.reservation, [charging(60)]))).toBe('0.50 / 0.60');
  });

  it('are rounded by themselves: a session’s own time does not belong to them', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'TIME', price: 6, step_size: 600 }],
        restrictions: { reservation: 'RESERVATION' },
      },
      { price_components: [{ type: 'TIME', price: 60, step_size: 300 }] },
    ]);
    expect(linesOf(rate(tariff, [reserved(13), charging(6)]))).toEqual([
      'elements.0.price_components.0 0.333333333333333333 = 2.00',
      'elements.1.price_components.0 0.166666666666666667 = 10.00',
    ]);
  });

  it('that expired follow the elements for expiry first, wherever these stand', () => {
    const tariff = tariffOf([
      {
        price_components: [{ type: 'TIME', price: 3, step_size: 60 }],
        restrictions: { reservation: 'RESERVATION' },
      },
      {
        price_components: [{ type: 'TIME', price: 6, step_size: 60 }],
        restrictions: { reservation: 'RESERVATION_EXPIRES' },
      },
    ]);
    expect(totals(rate(tariff, [reserved(90)], true))).toBe('9.00 / 9.00');
    expect(totals(rate(tariff, [reserved(90)]))).toBe('4.50 / 4.50');
  });

  it('that expired may be followed by a session all the same', () => {
    expect(totals(rate(ocpi.expiryFee, [reserved(60), charging(60, 20)], true))).toBe(
      '11.50 / 13.30',
    );
  });

  it('do not begin the session: its duration counts from plugging in', () => {
    const tariff = tariffOf([
      { price_components: [{ type: 'TIME', price: 60 }], restrictions: { max_duration: 600 } },
    ]);
    expect(totals(rate(tariff, [reserved(30), charging(20)]))).toBe('10.00 / 10.00');
  });
});

describe('lines', () => {
  it('merge where one rule goes on, and part at a gap', () => {
    const steps = [charging(10, 1), charging(10, 2), idle(5), charging(5, 1)];
    const { periods, ...rest } = traceFrom(start, steps);
    const later = traceFrom('2026-06-05T14:00:00+02:00', [charging(5, 1)]);
    const rating = rateCharging(ocpi.energyOnly, {
      ...rest,
      periods: [...periods, ...later.periods],
    });
    expect(rating.lines.map(({ start, end, quantity }) => [start, end, quantity])).toEqual([
      ['2026-06-05T10:00:00.000Z', '2026-06-05T10:30:00.000Z', '4'],
      ['2026-06-05T12:00:00.000Z', '2026-06-05T12:05:00.000Z', '1'],
    ]);
  });

  it('name rule, period, quantity, unit, price and tax', () => {
    expect(rate(ocpi.parkingAndStart, [charging(60, 20), idle(40)]).lines.at(-1)).toEqual({
      kind: 'IDLE',
      rule: 'elements.0.price_components.2',
      description: 'Plugged in without charging, 40 min, billed in whole steps as 45 min',
      start: '2026-06-05T11:00:00.000Z',
      end: '2026-06-05T11:40:00.000Z',
      quantity: '0.75',
      unit: 'h',
      unitPrice: '2.00',
      taxIncluded: false,
      taxPercent: '20',
      exclTax: '1.50',
      inclTax: '1.80',
    });
  });

  it('of three thirds come to one', () => {
    const tariff = tariffOf([{ price_components: [{ type: 'TIME', price: 1, step_size: 0 }] }]);
    const rating = rate(tariff, [charging(20), idle(1), charging(20), idle(1), charging(20)]);
    expect(rating.lines.map(({ exclTax }) => exclTax)).toEqual([
      '0.333333333333333333',
      '0.333333333333333334',
      '0.333333333333333333',
    ]);
    expect(totals(rating)).toBe('1.00 / 1.00');
  });

  it('read numbers as they are written, not as floats', () => {
    const tariff = tariffOf([{ price_components: [{ type: 'ENERGY', price: 0.1, step_size: 0 }] }]);
    expect(totals(rate(tariff, [charging(10, 0.1), charging(10, 0.2)]))).toBe('0.03 / 0.03');
    const tiny = tariffOf([{ price_components: [{ type: 'ENERGY', price: 1e-7 }] }]);
    expect(totals(rate(tiny, [charging(60, 1)]))).toBe('0.0000001 / 0.0000001');
  });
});

describe('traces that make no sense', () => {
  const refused = (periods: object[], more: object = {}): string => {
    const trace = { ...traceFrom(start, []), periods, ...more };
    try {
      rateCharging(ocpi.energyOnly, trace as Parameters<typeof rateCharging>[1]);
    } catch (error) {
      if (error instanceof TraceError) return `${error.path}: ${error.message}`;
      throw error;
    }
    return 'rated';
  };
  const period = (start: string, end: string, more: object = {}): object => ({
    start: `2026-06-05T${start}:00Z`,
    end: `2026-06-05T${end}:00Z`,
    activity: 'CHARGING',
    ...more,
  });

  it('are refused, and the place is named', () => {
    expect(refused([period('10:00', '11:00'), period('12:00', '11:30')])).toMatch(
      /^periods\.1\.end: /,
    );
    expect(refused([period('10:00', '11:00'), period('10:59', '11:30')])).toMatch(
      /^periods\.1\.start: .*periods\.0/,
    );
    expect(refused([period('10:30', '11:00'), period('10:00', '10:31')])).toMatch(
      /^periods\.0\.start: .*periods\.1/,
    );
    expect(refused([period('10:00', '11:00', { energy_wh: -1 })])).toMatch(
      /^periods\.0\.energy_wh: /,
    );
    expect(refused([period('10:00', '11:00', { activity: 'RESERVED', energy_wh: 1 })])).toMatch(
      /^periods\.0\.energy_wh: /,
    );
    expect(
      refused([period('10:00', '11:00'), period('11:00', '12:00', { activity: 'RESERVED' })]),
    ).toMatch(/^periods\.1\.activity: /);
    expect(refused([], { time_zone: 'Europe/Nowhere' })).toMatch(/^time_zone: /);
    const endless = { ...period('10:00', '11:00'), end: '2027-07-01T00:00:00Z' };
    expect(refused([endless])).toMatch(/^periods\.0\.end: .*366 days/);
    expect(refused([period('10:00', 'noon')])).toMatch(/^periods\.0\.end: /);
  });

  it('do not include periods in another order', () => {
    expect(refused([period('11:00', '12:00'), period('10:00', '11:00')])).toBe('rated');
  });
});
