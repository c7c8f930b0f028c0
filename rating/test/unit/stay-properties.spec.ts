import { tariffSchema, traceSchema, type Trace } from '@voltpark/contracts/tariff';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Decimal } from '../../src/decimal.js';
import { rateStay, type WholeStay } from '../../src/stay.js';
import { anyPlan } from '../support/parking-arbitraries.js';
import { lines, plan } from '../support/parking.js';

const minuteMs = 60_000;
/** The evening before the night in which clocks go back in Berlin. */
const entry = Date.UTC(2026, 9, 24, 20, 0);
const at = (minute: number) => new Date(entry + minute * minuteMs);

/** Two sessions at most, one after the other, within the stay or a little beyond; lengths in minutes. */
const anyTraces = fc
  .array(
    fc.record({
      activity: fc.constantFrom('CHARGING' as const, 'IDLE' as const),
      gap: fc.integer({ min: 0, max: 20 }),
      length: fc.integer({ min: 1, max: 200 }),
    }),
    { maxLength: 8 },
  )
  .map((parts): Trace[] => {
    let minute = -10;
    const periods = parts.map(({ activity, gap, length }) => {
      const start = minute + gap;
      minute = start + length;
      const energy = activity === 'CHARGING' ? { energy_wh: length * 100 } : {};
      return { activity, start: at(start).toISOString(), end: at(minute).toISOString(), ...energy };
    });
    const middle = Math.ceil(periods.length / 2);
    return [periods.slice(0, middle), periods.slice(middle)].map((own) =>
      traceSchema.parse({ time_zone: 'Europe/Berlin', periods: own }),
    );
  });
const quiet = { start_time: '22:00', end_time: '02:30' };
/** A minute of charging costs 1, one of idling beyond grace and outside of quiet hours 1. */
const anyTariff = fc
  .record({
    grace: fc.integer({ min: 0, max: 60 }),
    most: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
    isQuiet: fc.boolean(),
  })
  .map(({ grace, most, isQuiet }) =>
    tariffSchema.parse({
      currency: 'EUR',
      elements: [{ price_components: [{ type: 'TIME', price: 60, step_size: 1 }] }],
      idle_fee: {
        price_per_hour: 60,
        grace_seconds: grace * 60,
        max_price: most,
        quiet_hours: isQuiet ? [quiet] : [],
      },
    }),
  );
const stay = (rest: Partial<WholeStay>): WholeStay => ({
  plan: plan(),
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  from: at(0),
  to: at(600),
  size: 'STANDARD',
  isElectric: true,
  lostTicket: false,
  sessions: [],
  passes: [],
  discounts: [],
  ...rest,
});

it('no minute is billed twice, and none is forgotten', () => {
  // Each minute costs 1, whoever bills it: so a stay costs its minutes, and those plugged in before or after it.
  const perMinute = plan({
    ...lines({ type: 'INCREMENTING_RATE', incrementMinutes: 1, value: '1' }),
    overlap: { parkingShareWhileCharging: '0', idleFee: 'REPLACES_PARKING' },
  });
  const minutes = fc.integer({ min: 1, max: 1_500 });
  fc.assert(
    fc.property(minutes, anyTraces, anyTariff, (length, traces, tariff) => {
      const sessions = traces.map((trace) => ({ tariff, trace }));
      const { total } = rateStay(stay({ plan: perMinute, to: at(length), sessions }));
      const alone = rateStay(stay({ plan: null, to: at(length), sessions }));
      const outside = minutesOutside(
        alone.sessions.flatMap((rating) => rating.lines),
        length,
      );
      expect(new Decimal(total.inclTax).minus(outside).toNumber()).toBe(length);
    }),
  );
});

/** Minutes that lines bill before the entry and after the exit. */
function minutesOutside(own: readonly { start: string; end: string }[], length: number): number {
  return own.reduce((sum, { start, end }) => {
    const [from, to] = [Date.parse(start), Date.parse(end)];
    const before = Math.max(0, Math.min(to, entry) - from);
    const after = Math.max(0, to - Math.max(from, entry + length * minuteMs));
    return sum + (before + after) / minuteMs;
  }, 0);
}

it('the total is the sum of all lines, reductions never go below zero and never touch what they are not for', () => {
  const anyDiscounts = fc.array(
    fc
      .record({
        reduction: fc.oneof(
          fc.record({
            kind: fc.constant('PERCENT' as const),
            percent: fc.constantFrom('10', '33.3', '100'),
          }),
          fc.record({
            kind: fc.constant('AMOUNT' as const),
            amount: fc.constantFrom('0.01', '5', '500'),
            currency: fc.constantFrom('EUR', 'CHF'),
          }),
          fc.record({
            kind: fc.constant('FREE_MINUTES' as const),
            minutes: fc.integer({ min: 1, max: 900 }),
          }),
        ),
        appliesTo: fc.constantFrom('PARKING' as const, 'CHARGING' as const, 'STAY' as const),
      })
      .map((own) => ({
        discountId: 'd1',
        code: 'CODE',
        name: 'Discount',
        facilityIds: [],
        validFrom: '2026-01-01T00:00:00Z',
        validUntil: null,
        maximumUses: null,
        active: true,
        ...own,
      })),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(
      anyPlan(true, true),
      anyTraces,
      anyTariff,
      anyDiscounts,
      (own, traces, tariff, discounts) => {
        const sessions = traces.map((trace) => ({ tariff, trace }));
        const rated = rateStay(stay({ plan: own, sessions, discounts }));
        const priced = [
          ...rated.parking.lines,
          ...rated.sessions.flatMap((rating) => rating.lines),
        ];
        const sumOf = (all: typeof priced, side: 'exclTax' | 'inclTax') =>
          all.reduce((sum, line) => sum.plus(line[side]), new Decimal(0));
        for (const side of ['exclTax', 'inclTax'] as const) {
          expect(sumOf([...priced, ...rated.reductions], side).eq(rated.total[side])).toBe(true);
          expect(new Decimal(rated.total[side]).gte(0)).toBe(true);
          for (const kind of ['PARKING', 'CHARGING', 'IDLE'] as const) {
            const left = [...priced, ...rated.reductions].filter((line) => line.kind === kind);
            expect(sumOf(left, side).gte('-1e-17')).toBe(true);
          }
        }
        for (const line of rated.reductions) expect(new Decimal(line.inclTax).lt(0)).toBe(true);
        if (discounts.every(({ appliesTo }) => appliesTo === 'PARKING'))
          expect(rated.reductions.every(({ kind }) => kind === 'PARKING')).toBe(true);
      },
    ),
  );
});
