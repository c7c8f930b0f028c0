import { Decimal } from './decimal.js';
import { minorDigitsOf } from './minor-digits.js';

export { minorDigitsOf } from './minor-digits.js';

/** What is needed of a line to round it: exact amounts, as a rating writes them. */
export interface ExactLine {
  /** Percent; null: not applicable or unknown. */
  readonly taxPercent: string | null;
  readonly exclTax: string;
  readonly inclTax: string;
}

/** What one tax rate comes to, in minor units; net + tax = gross. */
export interface RoundedRate {
  readonly taxPercent: string | null;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

/** What is posted, in minor units of the currency: the sums of the rates. */
export interface RoundedTotals {
  readonly rates: readonly RoundedRate[];
  readonly netMinor: number;
  readonly taxMinor: number;
  /** What is to be paid. */
  readonly totalMinor: number;
}

/** A line's part of the rounded totals; net + tax = gross. */
export interface RoundedPart {
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

/**
 * The one place in which money is rounded.
 *
 * Lines are summed exactly per tax rate. Once a rate, what is paid (the sum with tax) and the tax in it (the
 * difference to the sum without) are rounded half up, by magnitude, to the currency's minor unit; net is what is
 * left. No line is rounded by itself and nothing is computed from what was rounded, so the order and number of the
 * lines do not matter, and the negated lines of a credit note give the negated totals.
 *
 * A rate is told by its value: `19` and `19.0` are one, and none at all (null) is not 0. Rates ascend, null last.
 *
 * @throws RangeError when a sum is more than a safe integer of minor units.
 */
export function roundByTaxRate(lines: Iterable<ExactLine>, currency: string): RoundedTotals {
  const digits = minorDigitsOf(currency);
  const rates = ratesOf(lines).map(({ taxPercent, incl, excl }) => {
    const grossMinor = toMinor(incl, digits);
    const taxMinor = toMinor(incl.minus(excl), digits);
    return { taxPercent, netMinor: grossMinor - taxMinor, taxMinor, grossMinor };
  });
  const totals = { netMinor: 0, taxMinor: 0, totalMinor: 0 };
  for (const rate of rates) {
    totals.netMinor += rate.netMinor;
    totals.taxMinor += rate.taxMinor;
    totals.totalMinor += rate.grossMinor;
  }
  return { rates, ...totals };
}

/**
 * The rounded totals spread over the lines, in their order, so that what is printed or posted per line or kind adds
 * up to what is paid. Each line gets its exact part cut to the minor unit, and the units that are left go, one each,
 * to the lines that lost most by it; of equals, to the earlier. Per tax rate, gross and tax each add up exactly.
 */
export function spreadOverLines(
  lines: readonly ExactLine[],
  currency: string,
): readonly RoundedPart[] {
  const digits = minorDigitsOf(currency);
  const parts: RoundedPart[] = [];
  for (const rate of roundByTaxRate(lines, currency).rates) {
    const places = lines.flatMap((line, place) =>
      rateKey(line.taxPercent) === rateKey(rate.taxPercent) ? [place] : [],
    );
    const amounts = places.map((place) => {
      const line = lines[place];
      const incl = new Decimal(line?.inclTax ?? 0);
      return { incl, tax: incl.minus(line?.exclTax ?? 0) };
    });
    const gross = spread(
      amounts.map(({ incl }) => incl),
      rate.grossMinor,
      digits,
    );
    const tax = spread(
      amounts.map(({ tax }) => tax),
      rate.taxMinor,
      digits,
    );
    places.forEach((place, index) => {
      const grossMinor = gross[index] ?? 0;
      const taxMinor = tax[index] ?? 0;
      parts[place] = { netMinor: grossMinor - taxMinor, taxMinor, grossMinor };
    });
  }
  return parts;
}

/**
 * The rounded totals spread over groups of lines, as over the kinds of a document: the exact sum of each group and
 * tax rate is what is spread, so that a group is within a minor unit of it, however many lines it has, and one that
 * comes to nothing gets nothing.
 */
export function spreadOverGroups<Line extends ExactLine>(
  lines: readonly Line[],
  groupOf: (line: Line) => string,
  currency: string,
): ReadonlyMap<string, RoundedPart> {
  const sums = [...groupsOf(lines, groupOf)].flatMap(([group, own]) =>
    ratesOf(own).map(({ taxPercent, incl, excl }) => ({
      ...{ group, taxPercent },
      ...{ inclTax: incl.toFixed(), exclTax: excl.toFixed() },
    })),
  );
  const parts = new Map<string, RoundedPart>();
  spreadOverLines(sums, currency).forEach((part, place) => {
    const group = sums[place]?.group ?? '';
    const known = parts.get(group);
    parts.set(group, {
      netMinor: part.netMinor + (known?.netMinor ?? 0),
      taxMinor: part.taxMinor + (known?.taxMinor ?? 0),
      grossMinor: part.grossMinor + (known?.grossMinor ?? 0),
    });
  });
  return parts;
}

function groupsOf<Line>(
  lines: readonly Line[],
  groupOf: (line: Line) => string,
): ReadonlyMap<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const own = groups.get(groupOf(line));
    if (own === undefined) groups.set(groupOf(line), [line]);
    else own.push(line);
  }
  return groups;
}

/** Largest remainder. Works on magnitudes, so that negated amounts get negated parts. */
function spread(amounts: readonly Decimal[], totalMinor: number, digits: number): number[] {
  const scale = new Decimal(10).pow(digits);
  const exact = amounts.map((amount) => amount.times(scale));
  const parts = exact.map((amount) => withoutNegativeZero(amount.trunc().toNumber()));
  let left = totalMinor - parts.reduce((sum, part) => sum + part, 0);
  const step = Math.sign(left);
  const byLoss = exact
    .map((amount, index) => ({ index, lost: amount.minus(amount.trunc()).times(step) }))
    .sort((a, b) => b.lost.comparedTo(a.lost) || a.index - b.index);
  for (let turn = 0; left !== 0 && byLoss.length > 0; turn += 1, left -= step) {
    const next = byLoss[turn % byLoss.length];
    if (next !== undefined) parts[next.index] = (parts[next.index] ?? 0) + step;
  }
  return parts;
}

interface RateSum {
  readonly taxPercent: string | null;
  readonly incl: Decimal;
  readonly excl: Decimal;
}

function ratesOf(lines: Iterable<ExactLine>): RateSum[] {
  const sums = new Map<string, RateSum>();
  for (const { taxPercent, inclTax, exclTax } of lines) {
    const key = rateKey(taxPercent);
    const known = sums.get(key);
    sums.set(key, {
      taxPercent: taxPercent === null ? null : key,
      incl: (known?.incl ?? new Decimal(0)).plus(inclTax),
      excl: (known?.excl ?? new Decimal(0)).plus(exclTax),
    });
  }
  return [...sums.values()].sort((a, b) => {
    if (a.taxPercent === null || b.taxPercent === null) return a.taxPercent === null ? 1 : -1;
    return new Decimal(a.taxPercent).comparedTo(b.taxPercent);
  });
}

/** `7`, `7.0` and `7.00` are the same rate. */
function rateKey(taxPercent: string | null): string {
  return taxPercent === null ? 'none' : new Decimal(taxPercent).toFixed();
}

/** Digits behind the point that count: what is behind them came from a division that never ends. */
const soundDigits = 12;

/**
 * Half up by magnitude. Three thirds of a cent may have come to 0.999…9: such traces, far behind anything that a
 * price says, are taken away first, so that they cannot move a cent.
 */
function toMinor(amount: Decimal, digits: number): number {
  const sound = amount.toDecimalPlaces(soundDigits, Decimal.ROUND_HALF_UP);
  const minor = sound
    .times(new Decimal(10).pow(digits))
    .toDecimalPlaces(0, Decimal.ROUND_HALF_UP)
    .toNumber();
  if (!Number.isSafeInteger(minor))
    throw new RangeError(`An amount of ${amount.toFixed()} is more than can be posted.`);
  return withoutNegativeZero(minor);
}

function withoutNegativeZero(integer: number): number {
  return integer === 0 ? 0 : integer;
}
