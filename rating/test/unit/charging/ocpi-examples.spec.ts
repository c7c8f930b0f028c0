import { describe, expect, it } from 'vitest';
import type { Tariff } from '@voltpark/contracts';
import { rateCharging } from '../../../src/charging.js';
import { ocpi } from '../../support/ocpi-tariffs.js';
import { charging, idle, reserved, tariffOf, traceFrom, type Step } from '../../support/traces.js';

/** A Monday and a Saturday in June, clocks two hours ahead. */
const monday = (time: string): string => `2019-06-03T${time}:00+02:00`;
const saturday = (time: string): string => `2019-06-08T${time}:00+02:00`;

interface Example {
  readonly name: string;
  readonly tariff: Tariff;
  readonly steps: readonly Step[];
  readonly excl: string;
  readonly incl: string;
  readonly start?: string;
  readonly expired?: boolean;
}

/** OCPI 2.2.1, mod_tariffs: the examples in its order. */
const examples: readonly Example[] = [
  {
    name: 'energy',
    tariff: ocpi.energyOnly,
    steps: [charging(60, 20)],
    excl: '5.00',
    incl: '5.50',
  },
  {
    name: 'energy and start fee',
    tariff: ocpi.energyAndStart,
    steps: [charging(60, 20)],
    excl: '5.50',
    incl: '6.10',
  },
  {
    name: 'least price, above it',
    tariff: ocpi.leastPrice,
    steps: [charging(60, 20)],
    excl: '5.00',
    incl: '5.50',
  },
  {
    name: 'least price, below it',
    tariff: ocpi.leastPrice,
    steps: [charging(60, 1)],
    excl: '0.50',
    incl: '0.55',
  },
  {
    name: 'energy, parking and start fee',
    tariff: ocpi.parkingAndStart,
    steps: [charging(60, 20), idle(40)],
    excl: '7.00',
    incl: '7.90',
  },
  {
    name: 'most price, above it',
    tariff: ocpi.mostPrice,
    steps: [charging(60, 50)],
    excl: '10.00',
    incl: '11.00',
  },
  {
    name: 'most price, below it',
    tariff: ocpi.mostPrice,
    steps: [charging(60, 30)],
    excl: '8.00',
    incl: '8.85',
  },
  { name: 'time', tariff: ocpi.perHour, steps: [charging(150)], excl: '5.00', incl: '5.50' },
  {
    name: 'time and parking',
    tariff: ocpi.perHourAndParking,
    steps: [charging(150), idle(42)],
    excl: '11.25',
    incl: '12.75',
  },
  // The text rounds 4.997 to 5.00.
  { name: 'ad hoc', tariff: ocpi.adHoc, steps: [charging(150)], excl: '4.75', incl: '4.997' },
  // The text rounds to 5.63 and 6.24.
  {
    name: 'step of 100 Wh',
    tariff: ocpi.steps,
    steps: [charging(60, 20.45)],
    excl: '5.625',
    incl: '6.2375',
  },
  {
    name: 'complex, on a Monday with 16 A',
    tariff: ocpi.complex,
    start: monday('09:30'),
    steps: [charging(165, undefined, { currentA: 16 }), idle(42)],
    excl: '9.00',
    incl: '10.30',
  },
  {
    // The text says 12.28 / 13.861: it multiplies 114 minutes with 1.20, but the tariff beside it says 1.25.
    name: 'complex, on a Saturday with 43 A',
    tariff: ocpi.complex,
    start: saturday('13:30'),
    steps: [charging(114, undefined, { currentA: 43 }), idle(71)],
    excl: '12.375',
    incl: '13.975',
  },
  {
    name: 'free of charge',
    tariff: ocpi.free,
    steps: [charging(60, 20), idle(60)],
    excl: '0.00',
    incl: '0.00',
  },
  {
    name: 'reservation by time',
    tariff: ocpi.reservation,
    steps: [reserved(15), charging(60, 20)],
    excl: '6.75',
    incl: '7.60',
  },
  {
    name: 'reservation by time and fee',
    tariff: ocpi.reservationAndFee,
    steps: [reserved(13), charging(60, 20)],
    excl: '8.75',
    incl: '10.00',
  },
  {
    name: 'fee of an expired reservation, used',
    tariff: ocpi.expiryFee,
    steps: [reserved(22), charging(60, 20)],
    excl: '6.50',
    incl: '7.30',
  },
  {
    name: 'fee of an expired reservation, expired',
    tariff: ocpi.expiryFee,
    steps: [reserved(60)],
    expired: true,
    excl: '6.00',
    incl: '7.20',
  },
  {
    name: 'time of an expired reservation, used',
    tariff: ocpi.expiryTime,
    steps: [reserved(22), charging(60, 20)],
    excl: '7.00',
    incl: '7.90',
  },
  {
    name: 'time of an expired reservation, expired',
    tariff: ocpi.expiryTime,
    steps: [reserved(90)],
    expired: true,
    excl: '9.00',
    incl: '10.80',
  },
  {
    name: 'most power',
    tariff: ocpi.maxPower,
    steps: [
      charging(10, 1, { powerKw: 6 }),
      charging(50, 40, { powerKw: 48 }),
      charging(7.5, 0.5, { powerKw: 4 }),
    ],
    excl: '20.30',
    incl: '24.36',
  },
  {
    name: 'most duration',
    tariff: ocpi.maxDuration,
    steps: [charging(30, 5), charging(10, 1.2)],
    excl: '0.30',
    incl: '0.36',
  },
  {
    name: 'steps: from one element to another, then parking',
    tariff: ocpi.stepSize,
    start: monday('16:55'),
    steps: [charging(10), idle(2)],
    excl: '0.55',
    incl: '0.55',
  },
  {
    name: 'steps: from one element to another, without parking',
    tariff: ocpi.stepSize,
    start: monday('16:35'),
    steps: [charging(35)],
    excl: '1.30',
    incl: '1.30',
  },
  {
    // 2.2.1 multiplies with other prices than the tariff has; 2.3.0 corrects that to 0.73.
    name: 'steps: parking that becomes free',
    tariff: ocpi.stepSize,
    start: monday('19:40'),
    steps: [charging(12), idle(20)],
    excl: '0.73',
    incl: '0.73',
  },
];

describe('the examples of OCPI’s tariffs', () => {
  it.each(examples)('$name', ({ tariff, steps, start, expired, excl, incl }) => {
    const trace = traceFrom(start ?? monday('10:00'), steps, {
      reservationExpired: expired ?? false,
    });
    expect(rateCharging(tariff, trace).total).toEqual({ exclTax: excl, inclTax: incl });
  });

  it('bills 115.2 Wh as 116, and as 125 or 500 with larger steps', () => {
    const bill = (step: number): string =>
      rateCharging(
        tariffOf([{ price_components: [{ type: 'ENERGY', price: 0.25, step_size: step }] }]),
        traceFrom(monday('10:00'), [charging(10, 0.1152)]),
      ).total.exclTax;
    expect([bill(1), bill(25), bill(500)]).toEqual(['0.029', '0.03125', '0.125']);
  });
});

/** OCPI 2.2.1, mod_cdrs: what it says about steps. */
describe('the examples of OCPI’s charge detail records', () => {
  const twoPrices = (
    type: 'ENERGY' | 'TIME',
    before: number,
    after: number,
    step: number,
  ): Tariff =>
    tariffOf([
      {
        price_components: [{ type, price: before, step_size: step }],
        restrictions: { end_time: '17:00' },
      },
      { price_components: [{ type, price: after, step_size: step }] },
    ]);
  const timeAndParking = (time: number, parking: number, step: number): Tariff =>
    tariffOf([
      {
        price_components: [
          { type: 'TIME', price: time, step_size: step },
          { type: 'PARKING_TIME', price: parking, step_size: step },
        ],
      },
    ]);

  it('rounds the energy of the session, not that of its last price', () => {
    const rating = rateCharging(
      twoPrices('ENERGY', 0.2, 0.27, 500),
      traceFrom(monday('16:30'), [charging(30, 4.3), charging(30, 1.1)]),
    );
    expect(rating.lines.map(({ quantity }) => quantity)).toEqual(['4.3', '1.2']);
    expect(rating.total.exclTax).toBe('1.184');
  });

  it('rounds the time of the session, not that of its last price', () => {
    const rating = rateCharging(
      twoPrices('TIME', 5, 7, 600),
      traceFrom(monday('16:54'), [charging(28)]),
    );
    expect(rating.lines.map(({ quantity }) => quantity)).toEqual(['0.1', '0.4']);
    expect(rating.total.exclTax).toBe('3.30');
  });

  it('does not round charging that parking follows', () => {
    const rating = rateCharging(
      timeAndParking(1, 1, 300),
      traceFrom(monday('10:00'), [charging(21), idle(7)]),
    );
    expect(rating.lines.map(({ quantity }) => quantity)).toEqual(['0.35', '0.166666666666666667']);
  });

  it('rounds parking alone where both are billed', () => {
    const rating = rateCharging(
      timeAndParking(1, 2, 600),
      traceFrom(monday('10:00'), [charging(21), idle(16)]),
    );
    expect(rating.lines.map(({ exclTax }) => exclTax)).toEqual(['0.35', '0.666666666666666667']);
  });
});
