import { describe, expect, it } from 'vitest';
import {
  changeDiscount,
  codeKey,
  createDiscount,
  endDiscount,
  isUsable,
  touches,
  type Discount,
  type DiscountTerms,
} from '../../src/domain/discount.js';
import { minutesFrom, noon } from '../support/builders.js';

const terms: DiscountTerms = {
  name: 'Summer',
  reduction: { kind: 'PERCENT', percent: '20' },
  appliesTo: 'PARKING',
  facilityIds: [],
  validFrom: noon,
  validUntil: null,
  maximumUses: null,
};
const known = { now: noon, currencies: [] };
const making = { ...known, id: 'd', tenantId: 'elbe', takenBy: null };
const discount: Discount = {
  ...terms,
  ...{ id: 'd', tenantId: 'elbe', code: 'Summer26', active: true, version: 2, updatedAt: noon },
};

describe('a discount', () => {
  it('is made with its code as written and compared without case', () => {
    const decision = createDiscount(' Summer26 ', { ...terms, name: ' Summer ' }, making);
    expect(decision).toMatchObject({
      events: [{ discount: { code: 'Summer26', name: 'Summer', active: true, version: 1 } }],
    });
    expect(codeKey('ｓummer26 ')).toBe('SUMMER26');
  });

  it('needs a code that nobody has', () => {
    expect(createDiscount('SUMMER26', terms, { ...making, takenBy: 'other' })).toMatchObject({
      refusal: { type: 'DiscountCodeTaken', discountId: 'other' },
    });
  });

  it.each<[string, Partial<DiscountTerms>]>([
    ['name', { name: ' ' }],
    ['validUntil', { validUntil: noon }],
    ['maximumUses', { maximumUses: 0 }],
    ['facilityIds', { facilityIds: Array.from({ length: 101 }, (_, index) => `f${index}`) }],
    ['reduction.percent', { reduction: { kind: 'PERCENT', percent: '0' } }],
    ['reduction.percent', { reduction: { kind: 'PERCENT', percent: '100.01' } }],
    ['reduction.amount.amount', { reduction: { kind: 'AMOUNT', amount: '-1', currency: 'EUR' } }],
    ['reduction.amount.currency', { reduction: { kind: 'AMOUNT', amount: '1', currency: 'eur' } }],
    ['reduction.freeMinutes', { reduction: { kind: 'FREE_MINUTES', minutes: 0 } }],
    ['appliesTo', { reduction: { kind: 'FREE_MINUTES', minutes: 30 }, appliesTo: 'CHARGING' }],
  ])('is refused with a wrong %s', (field, wrong) => {
    expect(createDiscount('SUMMER', { ...terms, ...wrong }, making)).toMatchObject({
      refusal: { type: 'InvalidInput', field },
    });
  });

  it.each(['ab', 'x'.repeat(41), 'two words', 'half%'])('is refused with the code "%s"', (code) => {
    expect(createDiscount(code, terms, making)).toMatchObject({ refusal: { field: 'code' } });
  });

  it('is refused in a currency that a named facility does not have', () => {
    const reduction = { kind: 'AMOUNT', amount: '5', currency: 'CHF' } as const;
    const places = { ...making, currencies: ['EUR'] };
    expect(createDiscount('FIVE', { ...terms, reduction }, places)).toMatchObject({
      refusal: { type: 'CurrencyMismatch', expected: 'EUR', actual: 'CHF' },
    });
  });

  it('changes, stays quiet about what is so, and ends once', () => {
    expect(changeDiscount(discount, { ...terms, maximumUses: 5 }, known)).toMatchObject({
      events: [{ discount: { maximumUses: 5, version: 3 } }],
    });
    expect(changeDiscount(discount, terms, known)).toMatchObject({ events: [] });
    expect(endDiscount(discount, noon)).toMatchObject({
      events: [{ discount: { active: false, version: 3 } }],
    });
    const ended = { ...discount, active: false };
    expect(endDiscount(ended, noon)).toMatchObject({ events: [] });
    expect(changeDiscount(ended, terms, known)).toMatchObject({
      refusal: { type: 'DiscountEnded' },
    });
  });

  it('is usable where, when and in the currency that it says', () => {
    const at = { facilityId: 'altmarkt', currency: 'EUR', at: noon };
    const hour = minutesFrom(noon, 60);
    const one = { ...discount, facilityIds: ['altmarkt'], validUntil: hour };
    expect(isUsable(one, at)).toBe(true);
    expect(isUsable({ ...one, active: false }, at)).toBe(false);
    expect(isUsable(one, { ...at, facilityId: 'other' })).toBe(false);
    expect(isUsable(one, { ...at, at: minutesFrom(noon, -1) })).toBe(false);
    expect(isUsable(one, { ...at, at: hour })).toBe(false);
    const amount = { ...one, reduction: { kind: 'AMOUNT', amount: '5', currency: 'CHF' } } as const;
    expect(isUsable(amount, at)).toBe(false);
  });

  it.each([
    ['PARKING', 'PARKING', true],
    ['PARKING', 'CHARGING', false],
    ['PARKING', 'STAY', true],
    ['CHARGING', 'PARKING', false],
    ['CHARGING', 'CHARGING', true],
    ['STAY', 'CHARGING', true],
    ['STAY', 'PARKING', true],
  ] as const)('off %s does something for %s: %s', (appliesTo, kind, does) => {
    expect(touches({ ...terms, appliesTo }, kind)).toBe(does);
  });

  it('of free minutes does nothing for charging alone', () => {
    const reduction = { kind: 'FREE_MINUTES', minutes: 30 } as const;
    expect(touches({ appliesTo: 'STAY', reduction }, 'CHARGING')).toBe(false);
    expect(touches({ appliesTo: 'STAY', reduction }, 'STAY')).toBe(true);
  });
});
