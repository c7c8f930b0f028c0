import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal.js';
import {
  minorDigitsOf,
  roundByTaxRate,
  spreadOverGroups,
  spreadOverLines,
  type ExactLine,
} from '../../src/invoice-rounding.js';

const line = (taxPercent: string | null, exclTax: string, inclTax: string): ExactLine => ({
  taxPercent,
  exclTax,
  inclTax,
});
const negated = ({ taxPercent, exclTax, inclTax }: ExactLine): ExactLine =>
  line(
    taxPercent,
    new Decimal(exclTax).negated().toFixed(),
    new Decimal(inclTax).negated().toFixed(),
  );

describe('rounding', () => {
  it('is made once a tax rate, half up', () => {
    // 20.45 kWh at 0.25 and 10 %, a flat of 0.50 at 20 %: OCPI's own example.
    expect(
      roundByTaxRate([line('10', '5.125', '5.6375'), line('20', '0.5', '0.6')], 'EUR'),
    ).toEqual({
      rates: [
        { taxPercent: '10', netMinor: 513, taxMinor: 51, grossMinor: 564 },
        { taxPercent: '20', netMinor: 50, taxMinor: 10, grossMinor: 60 },
      ],
      netMinor: 563,
      taxMinor: 61,
      totalMinor: 624,
    });
  });

  it('does not round lines: three of 0.3333 are 1.00', () => {
    const thirds = Array.from({ length: 3 }, () =>
      line('0', '0.333333333333333333', '0.333333333333333333'),
    );
    expect(roundByTaxRate(thirds, 'EUR').totalMinor).toBe(100);
    const cents = Array.from({ length: 10 }, () => line(null, '0.004', '0.004'));
    expect(roundByTaxRate(cents, 'EUR').totalMinor).toBe(4);
  });

  it('knows a half when thirds come to one', () => {
    const half = Array.from({ length: 3 }, () =>
      line(null, '0.001666666666666666', '0.001666666666666666'),
    );
    expect(roundByTaxRate(half, 'EUR').totalMinor).toBe(1);
  });

  it('tells rates by their value, and none from 0 %', () => {
    const rates = [
      line('19.0', '1', '1.19'),
      line(null, '1', '1'),
      line('19', '1', '1.19'),
      line('0', '1', '1'),
      line('7', '1', '1.07'),
    ];
    expect(
      roundByTaxRate(rates, 'EUR').rates.map(({ taxPercent, grossMinor }) => [
        taxPercent,
        grossMinor,
      ]),
    ).toEqual([
      ['0', 100],
      ['7', 107],
      ['19', 238],
      [null, 100],
    ]);
  });

  it.each([
    ['JPY', 0, 1235],
    ['EUR', 2, 123457],
    ['KWD', 3, 1234568],
  ])('goes by the minor unit of %s', (currency, digits, totalMinor) => {
    expect(minorDigitsOf(currency)).toBe(digits);
    expect(roundByTaxRate([line(null, '1234.5675', '1234.5675')], currency).totalMinor).toBe(
      totalMinor,
    );
  });

  it('of nothing is nothing', () => {
    expect(roundByTaxRate([], 'EUR')).toEqual({
      rates: [],
      netMinor: 0,
      taxMinor: 0,
      totalMinor: 0,
    });
  });

  it('refuses what cannot be posted', () => {
    expect(() => roundByTaxRate([line(null, '1e15', '1e15')], 'EUR')).toThrow(RangeError);
  });
});

describe('parts', () => {
  it('of lines add up, with the odd cent where most was lost', () => {
    const thirds = Array.from({ length: 3 }, () => line(null, '0.3333', '0.3333'));
    expect(
      spreadOverLines([...thirds, line(null, '0.0101', '0.0101')], 'EUR').map(
        ({ grossMinor }) => grossMinor,
      ),
    ).toEqual([34, 33, 33, 1]);
  });
});

describe('parts of groups', () => {
  it('are those of their sums: what comes to nothing gets nothing', () => {
    const third = (group: string, inclTax: string) => ({ group, ...line(null, inclTax, inclTax) });
    const lines = [
      ...['1.333', '0.333', '0.333', '-1.999'].map((inclTax) => third('free', inclTax)),
      ...['0.333', '0.333', '0.334'].map((inclTax) => third('paid', inclTax)),
    ];
    const parts = spreadOverGroups(lines, ({ group }) => group, 'EUR');
    expect(parts.get('free')).toEqual({ netMinor: 0, taxMinor: 0, grossMinor: 0 });
    expect(parts.get('paid')).toMatchObject({ grossMinor: 100 });
  });
});

const amount = fc.bigInt({ min: -1_000_000n, max: 10_000_000n });
const anyLine = fc
  .record({ milli: amount, rate: fc.constantFrom('0', '7', '19', '25.5', null) })
  .map(({ milli, rate }) => {
    const exclTax = new Decimal(milli.toString()).div(10_000);
    const inclTax = exclTax.times(new Decimal(rate ?? 0).div(100).plus(1));
    return line(rate, exclTax.toFixed(), inclTax.toFixed());
  });
const anyLines = fc.array(anyLine, { maxLength: 30 });
const anyCurrency = fc.constantFrom('EUR', 'JPY', 'KWD');

describe('whatever the lines', () => {
  it('net and tax are gross, by rate and in total, and rates are the total', () => {
    fc.assert(
      fc.property(anyLines, anyCurrency, (lines, currency) => {
        const { rates, netMinor, taxMinor, totalMinor } = roundByTaxRate(lines, currency);
        expect(netMinor + taxMinor).toBe(totalMinor);
        for (const rate of rates) expect(rate.netMinor + rate.taxMinor).toBe(rate.grossMinor);
        expect(rates.reduce((sum, rate) => sum + rate.grossMinor, 0)).toBe(totalMinor);
      }),
    );
  });

  it('each rate is within half a minor unit of its exact sum', () => {
    fc.assert(
      fc.property(anyLines, anyCurrency, (lines, currency) => {
        const unit = new Decimal(10).pow(-minorDigitsOf(currency));
        for (const rate of roundByTaxRate(lines, currency).rates) {
          const exact = lines
            .filter(({ taxPercent }) => taxPercent === rate.taxPercent)
            .reduce((sum, { inclTax }) => sum.plus(inclTax), new Decimal(0));
          const off = exact.minus(unit.times(rate.grossMinor)).abs();
          expect(off.lte(unit.div(2))).toBe(true);
        }
      }),
    );
  });

  it('a credit note is the mirror, to the minor unit, lines included', () => {
    fc.assert(
      fc.property(anyLines, anyCurrency, (lines, currency) => {
        const mirror = lines.map(negated);
        const [given, taken] = [roundByTaxRate(lines, currency), roundByTaxRate(mirror, currency)];
        expect(taken.totalMinor + given.totalMinor).toBe(0);
        expect(taken.taxMinor + given.taxMinor).toBe(0);
        const back = spreadOverLines(mirror, currency);
        spreadOverLines(lines, currency).forEach((part, place) => {
          expect(part.grossMinor + (back[place]?.grossMinor ?? Number.NaN)).toBe(0);
          expect(part.taxMinor + (back[place]?.taxMinor ?? Number.NaN)).toBe(0);
        });
      }),
    );
  });

  it('the parts of lines are the totals of their rate', () => {
    fc.assert(
      fc.property(anyLines, anyCurrency, (lines, currency) => {
        const parts = spreadOverLines(lines, currency);
        expect(parts).toHaveLength(lines.length);
        for (const rate of roundByTaxRate(lines, currency).rates) {
          const own = parts.filter((_, place) => lines[place]?.taxPercent === rate.taxPercent);
          expect(own.reduce((sum, { grossMinor }) => sum + grossMinor, 0)).toBe(rate.grossMinor);
          expect(own.reduce((sum, { taxMinor }) => sum + taxMinor, 0)).toBe(rate.taxMinor);
        }
      }),
    );
  });

  it('the parts of groups are the totals, each within a minor unit of its exact sum', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyLine, fc.constantFrom('a', 'b', 'c'))), (tuples) => {
        const lines = tuples.map(([own, group]) => ({ ...own, group }));
        const parts = spreadOverGroups(lines, ({ group }) => group, 'EUR');
        const total = [...parts.values()].reduce((sum, { grossMinor }) => sum + grossMinor, 0);
        expect(total).toBe(roundByTaxRate(lines, 'EUR').totalMinor);
        for (const [group, { netMinor, taxMinor, grossMinor }] of parts) {
          expect(netMinor + taxMinor).toBe(grossMinor);
          const own = lines.filter((each) => each.group === group);
          const exact = own.reduce((sum, { inclTax }) => sum.plus(inclTax), new Decimal(0));
          const rates = new Set(own.map(({ taxPercent }) => taxPercent)).size;
          expect(exact.times(100).minus(grossMinor).abs().lte(rates)).toBe(true);
        }
      }),
    );
  });

  it('their order says nothing', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        expect(roundByTaxRate(lines.toReversed(), 'EUR')).toEqual(roundByTaxRate(lines, 'EUR'));
      }),
    );
  });
});
