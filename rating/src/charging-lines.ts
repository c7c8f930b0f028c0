import type { Component } from './charging-rules.js';
import {
  amountPlaces,
  fraction,
  minus,
  nearest,
  over,
  placesOf,
  plus,
  textOf,
  times,
  type Fraction,
} from './decimal-fraction.js';
import type { Rating, RatingKind, RatingLine, RatingUnit } from './rating.js';

const hundred = fraction(100n);
const nothing = fraction(0n);
/** Amounts have at least cents. */
const leastPlaces = 2;
/** Remainders of endless divisions are carried on to this many digits. */
const carriedPlaces = 60;

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

export function sumOf(values: readonly Fraction[]): Fraction {
  return values.reduce((sum, value) => plus(sum, value), nothing);
}

const rateKey = (vat: Fraction | null): string => (vat === null ? '' : `${vat.n}/${vat.d}`);

/**
 * Cuts amounts to what can be printed. What one line loses is carried to the next, of the same tax rate first, so
 * that three thirds are one: the sum of a rate is right to the last digit, and so is the total.
 */
function printable(drafts: readonly Draft[], of: 'excl' | 'incl'): Fraction[] {
  const printed = drafts.map((draft) => draft[of]);
  if (printed.every(({ d }) => placesOf(d) !== null)) return printed;
  const order = drafts.map((_, place) => place);
  const keys = drafts.map(({ vat }) => rateKey(vat));
  order.sort((a, b) => ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : keys[a] === keys[b] ? a - b : 1));
  let carried = nothing;
  for (const place of order) {
    const exact = plus(printed[place] ?? nothing, carried);
    const shown = nearest(exact, amountPlaces);
    const rest = minus(exact, shown);
    carried = rest.d.toString(16).length > 250 ? nearest(rest, carriedPlaces) : rest;
    printed[place] = shown;
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
