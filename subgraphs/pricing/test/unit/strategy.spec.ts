import { rateParking } from '@voltpark/rating/parking';
import { lintRatePlan } from '@voltpark/rating/lint-rate-plan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RatePlan } from '../../src/domain/rules.js';
import { planFromStrategy, type StrategyNumbers } from '../../src/domain/strategy.js';
import { minutesFrom } from '../support/builders.js';

const numbers: StrategyNumbers = {
  ...{ strategy: 'BASIC', name: 'City', currency: 'EUR', taxPercent: '19', taxIncluded: true },
  ...{ hourlyPrice: '2.00', incrementMinutes: 60, dailyMaximum: '12.00', graceMinutes: 10 },
  ...{ lostTicketFee: '5.00', peakMultiplier: '1.5', peakTimes: [] },
  ...{ electricShare: '0.5', shareWhileCharging: '0' },
};

function planOf(otherwise: Partial<StrategyNumbers> = {}): RatePlan {
  const result = planFromStrategy({ ...numbers, ...otherwise });
  if (!result.ok) throw new Error(`${result.refusal.field}: ${result.refusal.message}`);
  return result.value;
}

/** A Monday in Berlin. */
const monday = (time: string) => new Date(`2026-05-04T${time}:00+02:00`);

const price = (plan: RatePlan, time: string, minutes: number, isElectric = false) =>
  rateParking({
    plan,
    timeZone: 'Europe/Berlin',
    from: monday(time),
    to: minutesFrom(monday(time), minutes),
    ...{ size: 'STANDARD', isElectric, shares: [], lostTicket: false },
  }).total.inclTax;

describe('a strategy', () => {
  it('BASIC costs each begun step up to the maximum of a day, after grace', () => {
    const plan = planOf();
    expect(price(plan, '12:00', 10)).toBe('0.00');
    expect(price(plan, '12:00', 61)).toBe('4.00');
    expect(price(plan, '08:00', 12 * 60)).toBe('12.00');
    const quarters = planOf({ incrementMinutes: 15 });
    expect(price(quarters, '12:00', 61)).toBe('2.50');
  });

  it('PEAK_HOUR multiplies mornings and evenings of working days, or as told', () => {
    const plan = planOf({ strategy: 'PEAK_HOUR' });
    expect(price(plan, '07:00', 60)).toBe('3.00');
    expect(price(plan, '12:00', 60)).toBe('2.00');
    const noons = planOf({
      strategy: 'PEAK_HOUR',
      peakMultiplier: '2',
      peakTimes: [{ days: [1], from: '12:00', to: '13:00' }],
    });
    expect(price(noons, '12:00', 60)).toBe('4.00');
    expect(price(noons, '07:00', 60)).toBe('2.00');
  });

  it('SUBSCRIPTION has a day ticket for those without a pass', () => {
    expect(price(planOf({ strategy: 'SUBSCRIPTION' }), '08:00', 12 * 60)).toBe('12.00');
    expect(
      planFromStrategy({ ...numbers, strategy: 'SUBSCRIPTION', dailyMaximum: null }),
    ).toMatchObject({
      refusal: { field: 'strategy.dailyMaximum' },
    });
  });

  it('EV_OPTIMIZED takes a share of electric vehicles, and another while they charge', () => {
    const plan = planOf({
      strategy: 'EV_OPTIMIZED',
      electricShare: '0.4',
      shareWhileCharging: '0.25',
    });
    expect(price(plan, '12:00', 60, true)).toBe('0.80');
    expect(price(plan, '12:00', 60, false)).toBe('2.00');
    expect(plan.overlap).toEqual({
      parkingShareWhileCharging: '0.25',
      idleFee: 'REPLACES_PARKING',
    });
  });

  it.each<[string, Partial<StrategyNumbers>]>([
    ['name', { name: '' }],
    ['currency', { currency: 'euro' }],
    ['taxPercent', { taxPercent: '120' }],
    ['incrementMinutes', { incrementMinutes: 0 }],
    ['incrementMinutes', { hourlyPrice: '1.00', incrementMinutes: 7 }],
    ['hourlyPrice', { hourlyPrice: '-1' }],
    ['dailyMaximum', { dailyMaximum: '-1' }],
    ['graceMinutes', { graceMinutes: -1 }],
    ['lostTicketFee', { lostTicketFee: '-5' }],
    [
      'peakTimes',
      { strategy: 'PEAK_HOUR', peakTimes: [{ days: [8], from: '07:00', to: '09:00' }] },
    ],
    ['electricShare', { strategy: 'EV_OPTIMIZED', electricShare: '1.1' }],
    ['shareWhileCharging', { strategy: 'EV_OPTIMIZED', shareWhileCharging: '-0.1' }],
  ])('is refused with a wrong %s', (field, wrong) => {
    expect(planFromStrategy({ ...numbers, ...wrong })).toMatchObject({
      ok: false,
      refusal: { type: 'InvalidInput', field: `strategy.${field}` },
    });
  });

  it('always comes to a plan without errors, which costs no more than the day allows', () => {
    const cents = fc.integer({ min: 0, max: 2_000 }).map((amount) => (amount / 100).toFixed(2));
    fc.assert(
      fc.property(
        fc.constantFrom('BASIC', 'PEAK_HOUR', 'SUBSCRIPTION', 'EV_OPTIMIZED'),
        cents,
        fc.constantFrom(5, 10, 12, 15, 20, 30, 60),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 20 * 60 }),
        (strategy, hourlyPrice, incrementMinutes, days, minutes) => {
          const wanted = { strategy, hourlyPrice, incrementMinutes, dailyMaximum: `${days}.00` };
          const result = planFromStrategy({ ...numbers, ...wanted });
          fc.pre(result.ok);
          const plan = result.value;
          const findings = lintRatePlan(plan, { timeZone: 'Europe/Berlin', year: 2026 });
          expect(findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
          expect(Number(price(plan, '01:00', minutes))).toBeLessThanOrEqual(days);
        },
      ),
    );
  });
});
