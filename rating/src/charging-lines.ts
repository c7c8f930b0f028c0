import type { Component } from './charging-rules.js';
import {
  amountPlaces,
  fraction,
  minus,
  nearest,
  over,
  placesOf,
  plus,
  sumOf,
  textOf,
  times,
  type Fraction,
} from './decimal-fraction.js';
import type { Rating, RatingKind, RatingLine, RatingUnit } from './rating.js';

const hundred = fraction(100n);
const nothing = fraction(0n);
/** Amounts have at least cents. */
const leastPlaces = 2;
/** Divisions that never end are carried from line to line to this many digits. */
const unitsPerOne = 10n ** 60n;

/** A line before it is printed: exact. */
export interface Draft {
  readonly kind: RatingKind;
  readonly rule: string;
  readonly description: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly quantity: Fraction;
  readonly unit: RatingUnit;
  readonly unitPrice: Fraction;
  readonly vat: Fraction | null;
  readonly taxIncluded: boolean;
  readonly excl: Fraction;
  readonly incl: Fraction;
}

/** What a quantity costs without and with tax. A missing rate adds nothing. */
export function amounts(
  quantity: Fraction,
  { price, vat }: Pick<Component, 'price' | 'vat'>,
  taxIncluded: boolean,
): { excl: Fraction; incl: Fraction } {
  const amount = times(quantity, price);
  if (vat === null) return { excl: amount, incl: amount };
  const factor = over(plus(hundred, vat), hundred);
  return taxIncluded
    ? { excl: over(amount, factor), incl: amount }
    : { excl: amount, incl: times(amount, factor) };
}

const rateKey = (vat: Fraction | null): string => (vat === null ? '' : `${vat.n}/${vat.d}`);

/** In units of the 60th digit behind the point, to the nearest. */
function inUnits({ n, d }: Fraction): bigint {
  const doubled = (2n * (n < 0n ? -n : n) * unitsPerOne + d) / (2n * d);
  return n < 0n ? -doubled : doubled;
}

/**
 * Cuts amounts to what can be printed. What one line loses goes to the next, of the same tax rate first, so that
 * three thirds are one: the sum of a rate is right to the last digit, and so is the total.
 */
function printable(drafts: readonly Draft[], of: 'excl' | 'incl'): Fraction[] {
  const printed = drafts.map((draft) => draft[of]);
  if (printed.every(({ d }) => placesOf(d) !== null)) return printed;
  const order = drafts.map((_, place) => place);
  const keys = drafts.map(({ vat }) => rateKey(vat));
  order.sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : keys[a] === keys[b] ? a - b : 1));
  let sum = 0n;
  let shown = nothing;
  for (const place of order) {
    sum += inUnits(printed[place] ?? nothing);
    const shownSum = nearest({ n: sum, d: unitsPerOne }, amountPlaces);
    printed[place] = minus(shownSum, shown);
    shown = shownSum;
  }
  return printed;
}

/** Prints lines in order of time; the total is the sum of what is printed. */
export function printRating(currency: string, drafts: readonly Draft[]): Rating {
  const excl = printable(drafts, 'excl');
  const incl = printable(drafts, 'incl');
  const lines = drafts.map((draft, place): RatingLine => ({
    kind: draft.kind,
    rule: draft.rule,
    description: draft.description,
    start: new Date(draft.start).toISOString(),
    end: new Date(draft.end).toISOString(),
    quantity: textOf(draft.quantity),
    unit: draft.unit,
    unitPrice: textOf(draft.unitPrice, leastPlaces),
    taxIncluded: draft.taxIncluded,
    taxPercent: draft.vat === null ? null : textOf(draft.vat),
    exclTax: textOf(excl[place] ?? nothing, leastPlaces),
    inclTax: textOf(incl[place] ?? nothing, leastPlaces),
  }));
  return {
    currency,
    total: {
      exclTax: textOf(sumOf(excl), leastPlaces),
      inclTax: textOf(sumOf(incl), leastPlaces),
    },
    lines,
  };
}
