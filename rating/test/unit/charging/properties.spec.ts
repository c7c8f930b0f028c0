import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tariff, Trace, TracePeriod } from '@voltpark/contracts';
import { rateCharging } from '../../../src/charging.js';
import { Decimal } from '../../../src/decimal.js';
import { anyTariff, anyTrace } from '../../support/arbitraries.js';
import { rateNaively } from '../../support/naive-engine.js';

const runs = { numRuns: 200 };

/** Parts of a sixteenth, so that energy stays a decimal and time whole milliseconds. */
const sixteenths = fc.integer({ min: 0, max: 16 });

function split(period: TracePeriod, parts: number): TracePeriod[] {
  const [start, end] = [Date.parse(period.start), Date.parse(period.end)];
  const cut = new Date(start + ((end - start) / 16) * parts).toISOString();
  const energy = new Decimal(period.energy_wh ?? 0);
  const before = energy.times(parts).div(16);
  const part = (span: { start: string; end: string }, part: Decimal): TracePeriod => ({
    ...period,
    ...span,
    ...(period.energy_wh === undefined ? {} : { energy_wh: part.toFixed() }),
  });
  return [
    part({ start: period.start, end: cut }, before),
    part({ start: cut, end: period.end }, energy.minus(before)),
  ];
}

/** Without what each period drew: then the average of its energy counts, where there is energy. */
const withoutPower = (trace: Trace): Trace => ({
  ...trace,
  periods: trace.periods.map((period) => {
    const { power_w: _power, ...rest } = period;
    return rest;
  }),
});
const withoutSteps = (tariff: Tariff): Tariff => ({
  ...tariff,
  elements: tariff.elements.map((element) => ({
    ...element,
    price_components: element.price_components.map((one) => ({ ...one, step_size: 0 })),
  })),
});

const sum = (amounts: readonly string[]): string =>
  amounts.reduce((total, amount) => total.plus(amount), new Decimal(0)).toFixed();
const plain = (amount: string): string => new Decimal(amount).toFixed();

describe('rating of a charging session', { timeout: 60_000 }, () => {
  it('agrees with the rules read minute by minute', () => {
    fc.assert(
      fc.property(anyTariff, anyTrace, (tariff, trace) => {
        const { total } = rateCharging(tariff, trace);
        const expected = rateNaively(tariff, trace);
        expect(Number(total.exclTax)).toBeCloseTo(expected.excl, 9);
        expect(Number(total.inclTax)).toBeCloseTo(expected.incl, 9);
      }),
      runs,
    );
  });

  it('does not change when periods are split anywhere', () => {
    fc.assert(
      fc.property(
        anyTariff,
        anyTrace,
        fc.boolean(),
        fc.array(sixteenths, { minLength: 9, maxLength: 9 }),
        (tariff, given, isPowerKnown, cuts) => {
          const trace = isPowerKnown ? given : withoutPower(given);
          const periods = trace.periods.flatMap((period, place) => split(period, cuts[place] ?? 0));
          expect(rateCharging(tariff, { ...trace, periods })).toEqual(rateCharging(tariff, trace));
        },
      ),
      runs,
    );
  });

  it('is the same for periods in any order', () => {
    const anyOrder = anyTrace.chain((trace) =>
      fc
        .shuffledSubarray([...trace.periods], { minLength: trace.periods.length })
        .map((periods) => [trace, { ...trace, periods }] as const),
    );
    fc.assert(
      fc.property(anyTariff, anyOrder, (tariff, [trace, shuffled]) => {
        expect(rateCharging(tariff, shuffled)).toEqual(rateCharging(tariff, trace));
      }),
      runs,
    );
  });

  it('never costs less for more time and energy, where no step is rounded up', () => {
    fc.assert(
      fc.property(anyTariff, anyTrace, (tariff, trace) => {
        const stepless = withoutSteps(tariff);
        let before = { excl: new Decimal(0), incl: new Decimal(0) };
        for (const count of trace.periods.keys()) {
          const periods = trace.periods.slice(0, count + 1);
          const { total } = rateCharging(stepless, { ...trace, periods });
          const now = { excl: new Decimal(total.exclTax), incl: new Decimal(total.inclTax) };
          expect(now.excl.gte(before.excl) && now.incl.gte(before.incl)).toBe(true);
          before = now;
        }
      }),
      runs,
    );
  });

  it('ends with the final price when it is rated anew at each reading, whenever that arrives', () => {
    const arrivals = anyTrace.chain((trace) =>
      fc
        .shuffledSubarray([...trace.periods], { minLength: trace.periods.length })
        .map((periods) => ({ trace, periods })),
    );
    fc.assert(
      fc.property(anyTariff, arrivals, (tariff, { trace, periods }) => {
        const known: TracePeriod[] = [];
        let running = rateCharging(tariff, { ...trace, periods: known });
        for (const period of periods) {
          known.push(period);
          running = rateCharging(tariff, { ...trace, periods: known });
        }
        expect(running).toEqual(rateCharging(tariff, trace));
      }),
      runs,
    );
  });

  it('is the sum of its lines, to the last digit', () => {
    fc.assert(
      fc.property(anyTariff, anyTrace, (tariff, trace) => {
        const { total, lines } = rateCharging(tariff, trace);
        expect(sum(lines.map(({ exclTax }) => exclTax))).toBe(plain(total.exclTax));
        expect(sum(lines.map(({ inclTax }) => inclTax))).toBe(plain(total.inclTax));
      }),
      runs,
    );
  });

  it('has lines that name a rule of the tariff and lie within the trace', () => {
    fc.assert(
      fc.property(anyTariff, anyTrace, (tariff, trace) => {
        const start = Math.min(...trace.periods.map((period) => Date.parse(period.start)));
        const end = Math.max(...trace.periods.map((period) => Date.parse(period.end)));
        for (const line of rateCharging(tariff, trace).lines) {
          const named = line.rule
            .split('.')
            .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], tariff);
          expect(named).toBeDefined();
          expect(Date.parse(line.start)).toBeGreaterThanOrEqual(start);
          expect(Date.parse(line.end)).toBeLessThanOrEqual(end);
        }
      }),
      runs,
    );
  });
});
