import type { RatePlan } from '@voltpark/contracts/rate-plan';
import fc from 'fast-check';
import { Decimal } from '../../src/decimal.js';
import { rateParking, type ParkedStay, type Share } from '../../src/parking.js';
import type { Rating } from '../../src/rating.js';
import { plan } from './parking.js';

export const minuteMs = 60_000;
/** Evening of a Saturday in Berlin, before the night in which clocks go forward. */
export const entry = Date.UTC(2026, 2, 28, 20, 0);

export const amount = fc
  .integer({ min: 0, max: 2_000 })
  .map((cents) => new Decimal(cents).div(100).toFixed());
const maybe = (arbitrary: fc.Arbitrary<string>) => fc.option(arbitrary, { nil: null });
const from = fc.constantFrom(0, 0, 30, 60, 90, 200, 600);
const lineBefore = (type: 'FLAT_RATE' | 'FLAT_RATE_TIER') =>
  fc.record({ type: fc.constant(type), fromMinutes: from, value: amount, maxValue: maybe(amount) });
const increments = fc
  .record({
    fromMinutes: from,
    length: fc.option(fc.integer({ min: 1, max: 900 }), { nil: null }),
    incrementMinutes: fc.constantFrom(1, 7, 15, 60, 1440),
    value: amount,
    maxValue: maybe(amount),
  })
  .map(({ length, ...line }) => ({
    type: 'INCREMENTING_RATE' as const,
    ...line,
    untilMinutes: length === null ? null : line.fromMinutes + length,
  }));
const time = fc.constantFrom('00:00', '02:30', '06:00', '07:15', '20:00', '23:59');
const window = fc
  .record({
    name: fc.constant('Window'),
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
    from: time,
    to: fc.oneof(time, fc.constant('24:00')),
    multiplier: fc.constantFrom('0', '0.5', '1.5', '3'),
    maxValue: maybe(amount),
  })
  .filter((own) => own.from !== own.to);
const reset = fc.oneof(
  fc.constant({ kind: 'NEVER' as const }),
  time.map((at) => ({ kind: 'AT_LOCAL_TIME' as const, time: at })),
  fc.integer({ min: 30, max: 1440 }).map((minutes) => ({ kind: 'EVERY' as const, minutes })),
);
export const anyPlan = (tiers: boolean, windows: boolean): fc.Arbitrary<RatePlan> =>
  fc
    .record({
      own: fc.array(
        fc.oneof(
          lineBefore('FLAT_RATE'),
          increments,
          ...(tiers ? [lineBefore('FLAT_RATE_TIER')] : []),
        ),
        { minLength: 1, maxLength: 4 },
      ),
      taxPercent: fc.constantFrom(null, '0', '7', '19'),
      taxIncluded: fc.boolean(),
      graceMinutes: fc.constantFrom(0, 15),
      windows: fc.array(window, { maxLength: windows ? 3 : 0 }),
      dailyMaximum: maybe(amount),
      maximumPer24Hours: maybe(amount),
      reset,
    })
    .map(({ own, ...rest }) => plan({ tables: [{ name: 'All', lines: own }], ...rest }));
export const anyShares = (least: string): fc.Arbitrary<Share[]> =>
  fc.array(
    fc
      .record({
        at: fc.integer({ min: -60, max: 3_000 }),
        length: fc.integer({ min: 1, max: 1_500 }),
        share: fc.constantFrom(least, '0.25', '0.333', '1'),
        reason: fc.constantFrom('PASS' as const, 'CHARGING' as const, 'IDLE' as const),
      })
      .map(({ at, length, share, reason }) => ({
        from: new Date(entry + at * minuteMs),
        to: new Date(entry + (at + length) * minuteMs),
        share,
        reason,
      })),
    { maxLength: 5 },
  );
export const seconds = fc.integer({ min: 0, max: 3 * 24 * 3_600 });

export function rate(own: RatePlan, lengthSeconds: number, rest: Partial<ParkedStay> = {}): Rating {
  return rateParking({
    plan: own,
    timeZone: 'Europe/Berlin',
    from: new Date(entry),
    to: new Date(entry + lengthSeconds * 1_000),
    size: 'STANDARD',
    isElectric: true,
    shares: [],
    lostTicket: false,
    ...rest,
  });
}
export const inclOf = ({ total }: Rating) => new Decimal(total.inclTax);
