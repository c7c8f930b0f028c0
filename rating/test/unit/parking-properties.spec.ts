import type { RatePlan, RateWindow } from '@voltpark/contracts/rate-plan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src/decimal.js';
import type { Share } from '../../src/parking.js';
import {
  amount,
  anyPlan,
  anyShares,
  entry,
  inclOf,
  minuteMs,
  rate,
  seconds,
} from '../support/parking-arbitraries.js';
import { toldSlowly } from '../support/parking-told-slowly.js';

function withoutMaxima(own: RatePlan): RatePlan {
  return {
    ...own,
    dailyMaximum: null,
    maximumPer24Hours: null,
    windows: own.windows.map((window) => ({ ...window, maxValue: null })),
    tables: own.tables.map((table) => ({
      ...table,
      lines: table.lines.map((line) => ({ ...line, maxValue: null })),
    })),
  };
}

describe('whatever the plan, the stay and the shares', () => {
  it('the lines are the total, each is quantity × unit price, and nobody is paid for parking', () => {
    fc.assert(
      fc.property(
        anyPlan(true, true),
        seconds,
        anyShares('0'),
        fc.boolean(),
        (own, length, shares, lostTicket) => {
          const { lines, total } = rate(own, length, { shares, lostTicket });
          for (const side of ['exclTax', 'inclTax'] as const) {
            const sum = lines.reduce((all, line) => all.plus(line[side]), new Decimal(0));
            expect(sum.eq(total[side])).toBe(true);
            expect(sum.gte(0)).toBe(true);
          }
          for (const line of lines) {
            const product = new Decimal(line.quantity).times(line.unitPrice);
            expect(product.eq(line.taxIncluded ? line.inclTax : line.exclTax)).toBe(true);
          }
        },
      ),
    );
  });

  it('a share never raises the price', () => {
    fc.assert(
      fc.property(anyPlan(true, true), seconds, anyShares('0'), (own, length, shares) => {
        const price = inclOf(rate(own, length, { shares }));
        expect(price.lte(inclOf(rate(own, length)))).toBe(true);
      }),
    );
  });

  it('the smaller a share the cheaper, where no maximum says otherwise', () => {
    fc.assert(
      fc.property(anyPlan(true, true), seconds, anyShares('0.5'), (own, length, shares) => {
        const unlimited = withoutMaxima(own);
        const halved = shares.map((each) => ({
          ...each,
          share: new Decimal(each.share).div(2).toFixed(),
        }));
        const price = inclOf(rate(unlimited, length, { shares }));
        expect(inclOf(rate(unlimited, length, { shares: halved })).lte(price)).toBe(true);
      }),
    );
  });

  it('a share of 0 everywhere is free, in however many pieces', () => {
    fc.assert(
      fc.property(anyPlan(true, true), seconds, anyShares('0'), (own, length, shares) => {
        const everywhere: Share = {
          from: new Date(entry),
          to: new Date(entry + length * 1_000),
          share: '0',
          reason: 'VALIDATION',
        };
        expect(rate(own, length, { shares: [...shares, everywhere] }).total).toEqual({
          exclTax: '0.00',
          inclTax: '0.00',
        });
      }),
    );
  });

  it('cutting shares into pieces changes nothing', () => {
    fc.assert(
      fc.property(
        anyPlan(true, true),
        seconds,
        anyShares('0'),
        fc.integer({ min: 1, max: 1_499 }),
        (own, length, shares, cut) => {
          const cutUp = shares.flatMap((share) => {
            const at = new Date(share.from.getTime() + cut * minuteMs);
            return at < share.to
              ? [
                  { ...share, to: at },
                  { ...share, from: at },
                ]
              : [share];
          });
          expect(rate(own, length, { shares: cutUp.toReversed() })).toEqual(
            rate(own, length, { shares }),
          );
        },
      ),
    );
  });

  it('no maximum is ever exceeded', () => {
    fc.assert(
      fc.property(anyPlan(true, true), seconds, anyShares('0'), (own, length, shares) => {
        const price = rate({ ...own, taxPercent: null }, length, { shares });
        // The stay begins in the evening of a day: 72 hours touch four days.
        if (own.dailyMaximum !== null)
          expect(inclOf(price).lte(new Decimal(own.dailyMaximum).times(4))).toBe(true);
        if (own.maximumPer24Hours !== null)
          expect(inclOf(price).lte(new Decimal(own.maximumPer24Hours).times(3))).toBe(true);
      }),
    );
  });
});

describe('without tiers', () => {
  it('a longer stay never costs less, whatever windows and maxima say', () => {
    fc.assert(
      fc.property(anyPlan(false, true), seconds, seconds, (own, one, other) => {
        const [shorter, longer] = one < other ? [one, other] : [other, one];
        expect(inclOf(rate(own, shorter)).lte(inclOf(rate(own, longer)))).toBe(true);
      }),
    );
  });

  it('two lines of increments that meet at a multiple are as one', () => {
    fc.assert(
      fc.property(
        anyPlan(false, true),
        seconds,
        amount,
        fc.constantFrom(15, 60),
        fc.integer({ min: 1, max: 20 }),
        (own, length, value, incrementMinutes, times) => {
          const whole = {
            type: 'INCREMENTING_RATE' as const,
            fromMinutes: 0,
            untilMinutes: null,
            incrementMinutes,
            value,
            maxValue: null,
          };
          const meet = incrementMinutes * times;
          const halves = [
            { ...whole, untilMinutes: meet },
            { ...whole, fromMinutes: meet },
          ];
          const one = rate(
            { ...own, tables: [{ name: 'All', sizes: [], drive: 'ANY', lines: [whole] }] },
            length,
          );
          const two = rate(
            { ...own, tables: [{ name: 'All', sizes: [], drive: 'ANY', lines: halves }] },
            length,
          );
          expect(two.total).toEqual(one.total);
        },
      ),
    );
  });
});

it('a window cut in two, without a maximum, is as the whole', () => {
  fc.assert(
    fc.property(anyPlan(true, false), seconds, (own, length) => {
      const night: RateWindow = {
        name: 'Night',
        days: [],
        from: '20:00',
        to: '06:00',
        multiplier: '3',
        maxValue: null,
      };
      const whole = { ...own, windows: [night] };
      const halves = {
        ...own,
        windows: [
          { ...night, to: '23:30' },
          { ...night, from: '23:30' },
        ],
      };
      expect(rate(halves, length).total).toEqual(rate(whole, length).total);
    }),
  );
});

it('is what counting slice by slice and minute by minute comes to', () => {
  const minutes = fc.integer({ min: 0, max: 2 * 24 * 60 });
  fc.assert(
    fc.property(anyPlan(true, true), minutes, anyShares('0'), (own, length, shares) => {
      const untaxed = { ...own, taxPercent: null };
      const quick = inclOf(rate(untaxed, length * 60, { shares, timeZone: 'UTC' }));
      const slow = Decimal.min(
        toldSlowly(untaxed, length, shares),
        toldSlowly(untaxed, length, []),
      );
      expect(quick.minus(slow).abs().lt('1e-12')).toBe(true);
    }),
    { numRuns: 60 },
  );
});
