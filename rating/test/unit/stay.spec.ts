import type { Discount } from '@voltpark/contracts/rate-plan';
import { tariffSchema, traceSchema } from '@voltpark/contracts/tariff';
import { describe, expect, it } from 'vitest';
import { rateCharging } from '../../src/charging.js';
import { rateStay, type WholeStay } from '../../src/stay.js';
import { flat, lines, plan } from '../support/parking.js';

const at = (time: string) => `2026-05-04T${time}:00+02:00`;

const tariff = tariffSchema.parse({
  currency: 'EUR',
  elements: [{ price_components: [{ type: 'ENERGY', price: 0.5, vat: 19, step_size: 1 }] }],
  idle_fee: { price_per_hour: 6, vat: 19, grace_seconds: 900 },
});
const period = (activity: 'CHARGING' | 'IDLE', start: string, end: string, energyWh?: number) => ({
  activity,
  start: at(start),
  end: at(end),
  ...(energyWh === undefined ? {} : { energy_wh: energyWh }),
});
const trace = (...periods: ReturnType<typeof period>[]) =>
  traceSchema.parse({ time_zone: 'Europe/Berlin', periods });

/** 10:00 to 14:00: charges until 11:00, then idles until 12:30. */
const session = {
  tariff,
  trace: trace(period('CHARGING', '10:00', '11:00', 20_000), period('IDLE', '11:00', '12:30')),
};
const stay = (rest: Partial<WholeStay> = {}): WholeStay => ({
  plan: plan(),
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  from: new Date(at('10:00')),
  to: new Date(at('14:00')),
  size: 'STANDARD',
  isElectric: true,
  lostTicket: false,
  sessions: [],
  passes: [],
  discounts: [],
  ...rest,
});
const discount = (
  reduction: Discount['reduction'],
  appliesTo: Discount['appliesTo'] = 'STAY',
  discountId = 'd1',
): Discount => ({
  discountId,
  code: 'CODE',
  name: 'Shop',
  reduction,
  appliesTo,
  facilityIds: [],
  validFrom: '2026-01-01T00:00:00Z',
  validUntil: null,
  maximumUses: null,
  active: true,
});
const percent = (of: string, ...rest: [Discount['appliesTo']?, string?]) =>
  discount({ kind: 'PERCENT', percent: of }, ...rest);
const amount = (of: string, currency = 'EUR', ...rest: [Discount['appliesTo']?, string?]) =>
  discount({ kind: 'AMOUNT', amount: of, currency }, ...rest);
const freeMinutes = (minutes: number, ...rest: [Discount['appliesTo']?, string?]) =>
  discount({ kind: 'FREE_MINUTES', minutes }, ...rest);

describe('a stay with charging', () => {
  it('prices each session exactly as by itself', () => {
    const { sessions } = rateStay(stay({ sessions: [session] }));
    expect(sessions).toEqual([rateCharging(session.tariff, session.trace)]);
    expect(sessions[0]?.total.exclTax).toBe('17.50');
  });

  it('bills idle minutes as idle or as parking, not as both', () => {
    // Four hours at 2.00; the fee bills 11:15 to 12:30.
    const { parking } = rateStay(stay({ sessions: [session] }));
    expect(parking.total.inclTax).toBe('5.50');
    const adds = plan({ overlap: { idleFee: 'ADDS' } });
    expect(rateStay(stay({ plan: adds, sessions: [session] })).parking.total.inclTax).toBe('8.00');
  });

  it('bills parking again once the idle fee has come to its most', () => {
    const capped = tariffSchema.parse({
      ...tariff,
      idle_fee: { price_per_hour: 6, grace_seconds: 900, max_price: 3 },
    });
    const { parking } = rateStay(stay({ sessions: [{ ...session, tariff: capped }] }));
    expect(parking.total.inclTax).toBe('7.00');
  });

  it('charges the plan’s share of parking while charging', () => {
    const free = plan({ overlap: { parkingShareWhileCharging: '0' } });
    const half = plan({ overlap: { parkingShareWhileCharging: '0.5' } });
    expect(rateStay(stay({ plan: free, sessions: [session] })).parking.total.inclTax).toBe('3.50');
    expect(rateStay(stay({ plan: half, sessions: [session] })).parking.total.inclTax).toBe('4.50');
  });

  it('counts the minutes of charging that is free', () => {
    const free = plan({ overlap: { parkingShareWhileCharging: '0' } });
    const result = rateStay(stay({ plan: free, sessions: [{ ...session, tariff: null }] }));
    expect(result.sessions).toEqual([
      { currency: 'EUR', total: { exclTax: '0.00', inclTax: '0.00' }, lines: [] },
    ]);
    expect(result.total.inclTax).toBe('6.00');
  });

  it('is free to park where there is no plan', () => {
    const result = rateStay(stay({ plan: null, sessions: [session] }));
    expect(result.parking.lines).toEqual([]);
    expect(result.total).toEqual(result.sessions[0]?.total);
  });

  it('under a pass pays for charging only', () => {
    const passes = [{ from: new Date(at('00:00')), to: new Date(at('23:00')) }];
    const result = rateStay(stay({ passes, sessions: [session] }));
    expect(result.parking.total.inclTax).toBe('0.00');
    expect(result.total).toEqual(result.sessions[0]?.total);
  });

  it('pays from the end of the pass on', () => {
    const passes = [{ from: new Date(at('00:00')), to: new Date(at('11:30')) }];
    expect(rateStay(stay({ passes })).total.inclTax).toBe('5.00');
  });

  it('in another currency than the facility is refused', () => {
    expect(() => rateStay(stay({ currency: 'CHF' }))).toThrow(RangeError);
    expect(() => rateStay(stay({ plan: null, currency: 'CHF', sessions: [session] }))).toThrow(
      RangeError,
    );
  });
});

describe('discounts', () => {
  it('of a percentage lower each kind and tax rate', () => {
    const taxed = plan({ taxPercent: '25' });
    const result = rateStay(stay({ plan: taxed, sessions: [session], discounts: [percent('10')] }));
    expect(result.reductions).toMatchObject([
      {
        kind: 'PARKING',
        rule: 'discounts.d1',
        quantity: '-10',
        unit: 'percent',
        unitPrice: '0.055',
        taxPercent: '25',
        exclTax: '-0.44',
        inclTax: '-0.55',
      },
      { kind: 'CHARGING', taxPercent: '19', exclTax: '-1.00', inclTax: '-1.19' },
      { kind: 'IDLE', taxPercent: '19', exclTax: '-0.75', inclTax: '-0.8925' },
    ]);
  });

  it('touch what they are for', () => {
    const of = (appliesTo: Discount['appliesTo']) =>
      rateStay(
        stay({ sessions: [session], discounts: [percent('100', appliesTo)] }),
      ).reductions.map(({ kind }) => kind);
    expect(of('PARKING')).toEqual(['PARKING']);
    expect(of('CHARGING')).toEqual(['CHARGING']);
    expect(of('STAY')).toEqual(['PARKING', 'CHARGING', 'IDLE']);
  });

  it('never lower the fee for a lost ticket', () => {
    const strict = plan({ dailyMaximum: '20.00', lostTicketFee: '10.00' });
    const result = rateStay(stay({ plan: strict, lostTicket: true, discounts: [percent('100')] }));
    expect(result.total.inclTax).toBe('10.00');
  });

  it('of an amount end at zero', () => {
    expect(rateStay(stay({ discounts: [amount('3.00')] })).total.inclTax).toBe('5.00');
    const gone = rateStay(stay({ discounts: [amount('30.00')] }));
    expect(gone.total).toEqual({ exclTax: '0.00', inclTax: '0.00' });
    expect(gone.reductions).toMatchObject([{ inclTax: '-8.00' }]);
  });

  it('of an amount are shared out by what there is of each tax rate', () => {
    // 5.50 of parking without a known rate, 11.90 and 8.925 of charging and idling at 19 %.
    const result = rateStay(stay({ sessions: [session], discounts: [amount('5.265')] }));
    expect(result.reductions.map(({ kind, inclTax }) => [kind, inclTax])).toEqual([
      ['PARKING', '-1.10'],
      ['CHARGING', '-2.38'],
      ['IDLE', '-1.785'],
    ]);
    expect(result.reductions[1]?.exclTax).toBe('-2.00');
  });

  it('of an amount in another currency are worth nothing', () => {
    expect(rateStay(stay({ discounts: [amount('3.00', 'CHF')] })).reductions).toEqual([]);
  });

  it('of free minutes are worth what these minutes cost', () => {
    const result = rateStay(stay({ discounts: [freeMinutes(90)] }));
    expect(result.parking.total.inclTax).toBe('8.00');
    expect(result.reductions).toMatchObject([
      { kind: 'PARKING', description: 'Shop: the first 90 min free', inclTax: '-3.00' },
    ]);
    expect(result.total.inclTax).toBe('5.00');
    expect(rateStay(stay({ discounts: [freeMinutes(90, 'CHARGING')] })).reductions).toEqual([]);
  });

  it('of free minutes are worth nothing for minutes that are free, or above the maximum', () => {
    const passes = [{ from: new Date(at('10:00')), to: new Date(at('12:00')) }];
    expect(rateStay(stay({ passes, discounts: [freeMinutes(120)] })).reductions).toEqual([]);
    const capped = plan({ dailyMaximum: '4.00' });
    expect(rateStay(stay({ plan: capped, discounts: [freeMinutes(60)] })).reductions).toEqual([]);
  });

  it('of free minutes: the longest counts, not all together', () => {
    const discounts = [freeMinutes(60), freeMinutes(90, 'PARKING', 'd2'), freeMinutes(30)];
    const { reductions } = rateStay(stay({ discounts }));
    expect(reductions).toMatchObject([{ rule: 'discounts.d2', inclTax: '-3.00' }]);
  });

  it('come in one order: minutes, percentages of what is left, amounts', () => {
    const discounts = [amount('1.00'), percent('50', 'STAY', 'd2'), percent('50'), freeMinutes(60)];
    // 8.00 − 2.00 = 6.00; half of it 3.00, half of that 1.50; less 1.00.
    const { reductions, total } = rateStay(stay({ discounts }));
    expect(reductions.map(({ inclTax }) => inclTax)).toEqual(['-2.00', '-3.00', '-1.50', '-1.00']);
    expect(total.inclTax).toBe('0.50');
  });

  it('of a price before tax keep to their side of the tax', () => {
    const before = plan({ ...lines(flat('10.00')), taxPercent: '20', taxIncluded: false });
    const half = rateStay(stay({ plan: before, discounts: [percent('50')] }));
    expect(half.reductions).toMatchObject([
      { taxIncluded: false, unitPrice: '0.10', exclTax: '-5.00', inclTax: '-6.00' },
    ]);
    const off = rateStay(stay({ plan: before, discounts: [amount('6.00')] }));
    expect(off.reductions).toMatchObject([
      { taxIncluded: true, unitPrice: '-6.00', exclTax: '-5.00', inclTax: '-6.00' },
    ]);
  });
});
