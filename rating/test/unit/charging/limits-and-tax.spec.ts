import { describe, expect, it } from 'vitest';
import type { Tariff } from '@voltpark/contracts';
import { rateCharging } from '../../../src/charging.js';
import type { Rating } from '../../../src/rating.js';
import { ocpi } from '../../support/ocpi-tariffs.js';
import { charging, idle, reserved, tariffOf, traceFrom, type Step } from '../../support/traces.js';

const rate = (tariff: Tariff, steps: readonly Step[]): Rating =>
  rateCharging(tariff, traceFrom('2026-06-05T12:00:00+02:00', steps));
const totals = ({ total }: Rating): string => `${total.exclTax} / ${total.inclTax}`;

describe('least and most', () => {
  const limits = (name: 'min_price' | 'max_price', excl: number, incl?: number) =>
    tariffOf(
      [
        {
          price_components: [
            { type: 'FLAT', price: 1, vat: 20 },
            { type: 'ENERGY', price: 1, vat: 10 },
          ],
        },
      ],
      { [name]: { excl_vat: excl, ...(incl === undefined ? {} : { incl_vat: incl }) } },
    );

  it('hold for the price without and with tax, each by itself', () => {
    expect(totals(rate(limits('max_price', 10, 100), [charging(60, 19)]))).toBe('10.00 / 22.10');
    expect(totals(rate(limits('max_price', 100, 10), [charging(60, 19)]))).toBe('20.00 / 10.00');
    expect(totals(rate(limits('min_price', 50, 1), [charging(60, 19)]))).toBe('50.00 / 22.10');
    expect(totals(rate(limits('min_price', 1, 50), [charging(60, 19)]))).toBe('20.00 / 50.00');
  });

  it('let tax follow in proportion where the price with tax has no limit', () => {
    expect(totals(rate(limits('max_price', 10), [charging(60, 19)]))).toBe('10.00 / 11.05');
    expect(totals(rate(limits('min_price', 40), [charging(60, 19)]))).toBe('40.00 / 44.20');
  });

  it('raise nothing to the least at the one tax rate there is', () => {
    const tariff = tariffOf([{ price_components: [{ type: 'ENERGY', price: 1, vat: 10 }] }], {
      min_price: { excl_vat: 2 },
    });
    expect(totals(rate(tariff, [idle(10)]))).toBe('2.00 / 2.20');
  });

  it('are lines of their own, one a tax rate, in proportion', () => {
    const rating = rate(limits('max_price', 10, 11), [charging(60, 19)]);
    expect(
      rating.lines.map(({ rule, taxPercent, exclTax }) => [rule, taxPercent, exclTax]),
    ).toEqual([
      ['elements.0.price_components.0', '20', '1.00'],
      ['elements.0.price_components.1', '10', '19.00'],
      ['max_price', '20', '-0.50'],
      ['max_price', '10', '-9.50'],
    ]);
    expect(totals(rating)).toBe('10.00 / 11.00');
  });

  it('divide to the last digit where proportions never end', () => {
    const rating = rate(ocpi.mostPrice, [charging(60, 50)]);
    expect(totals(rating)).toBe('10.00 / 11.00');
    expect(rating.lines).toHaveLength(4);
  });

  it('do not make a reservation that came to nothing a session', () => {
    const tariff = tariffOf(
      [
        {
          price_components: [{ type: 'TIME', price: 1 }],
          restrictions: { reservation: 'RESERVATION' },
        },
      ],
      { min_price: { excl_vat: 5 }, max_price: { excl_vat: 20 } },
    );
    expect(totals(rate(tariff, [reserved(60)]))).toBe('1.00 / 1.00');
    expect(totals(rate(tariff, [reserved(60 * 48)]))).toBe('20.00 / 20.00');
    expect(totals(rate(tariff, [reserved(60), charging(1)]))).toBe('5.00 / 5.00');
  });

  it('are read under their names of OCPI 2.3.0', () => {
    const tariff = tariffOf([{ price_components: [{ type: 'ENERGY', price: 1 }] }], {
      max_price: { before_taxes: 10, after_taxes: 9 },
    });
    expect(totals(rate(tariff, [charging(60, 19)]))).toBe('10.00 / 9.00');
  });
});

describe('tax', () => {
  const energy = (more: object) =>
    tariffOf([{ price_components: [{ type: 'ENERGY', price: 1, ...more }] }]);

  it('that is missing is not 0 %', () => {
    expect(rate(energy({}), [charging(60, 1)]).lines[0]?.taxPercent).toBeNull();
    expect(rate(energy({ vat: null }), [charging(60, 1)]).lines[0]?.taxPercent).toBeNull();
    expect(rate(energy({ vat: 0 }), [charging(60, 1)]).lines[0]?.taxPercent).toBe('0');
  });

  it('is within the price where an OCPI 2.3.0 tariff says so', () => {
    const tariff = { ...energy({ vat: 25 }), tax_included: 'YES' as const };
    expect(totals(rate(tariff, [charging(60, 10)]))).toBe('8.00 / 10.00');
    const northAmerican = tariffOf([{ price_components: [{ type: 'TIME', price: 2.1 }] }], {
      tax_included: 'YES',
    });
    expect(totals(rate(northAmerican, [charging(150)]))).toBe('5.25 / 5.25');
    const without = tariffOf([{ price_components: [{ type: 'TIME', price: 2 }] }], {
      tax_included: 'NO',
    });
    expect(totals(rate(without, [charging(150)]))).toBe('5.00 / 5.00');
  });

  it('is none where it does not apply', () => {
    const tariff = { ...energy({ vat: 25 }), tax_included: 'N/A' as const };
    expect(totals(rate(tariff, [charging(60, 10)]))).toBe('10.00 / 10.00');
  });
});
