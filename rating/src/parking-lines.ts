import type { RatePlan, RateTable } from '@voltpark/contracts/rate-plan';
import { Decimal, decimalText, lineAmount } from './decimal.js';
import type { Capped } from './parking-caps.js';
import type { ShareReason } from './parking-shares.js';
import type { Relief, Slice } from './parking-slices.js';
import { minuteMs, type Span } from './parking-time.js';
import type { Rating, RatingKind, RatingLine, RatingUnit } from './rating.js';

/** A line before its tax: `quantity` × `unitPrice` is the amount that the plan's prices are in. */
export interface Bare {
  readonly kind: RatingKind;
  readonly rule: string;
  readonly description: string;
  readonly span: Span;
  readonly quantity: Decimal;
  readonly unit: RatingUnit;
  readonly unitPrice: Decimal;
}

const reasons: Readonly<Record<ShareReason, { rule: string; said: string }>> = {
  PASS: { rule: 'pass', said: 'Pass' },
  CHARGING: { rule: 'overlap.parkingShareWhileCharging', said: 'While charging' },
  IDLE: { rule: 'overlap.idleFee', said: 'Idle fee instead of parking' },
  VALIDATION: { rule: 'validation', said: 'Validated' },
};

/** Slices of one line at one price that follow each other are one line: `5 × 60 min at 2.00`. */
export function sliceLines(
  plan: RatePlan,
  table: RateTable,
  path: string,
  slices: readonly Slice[],
): Bare[] {
  const merged: { slice: Slice; quantity: number; span: Span }[] = [];
  const lastOf = new Map<number, number>();
  for (const slice of slices) {
    const place = lastOf.get(slice.line);
    const last = place === undefined ? undefined : merged[place];
    if (place !== undefined && last !== undefined && follows(table, last, slice)) {
      const span = { from: last.span.from, to: slice.covers.to };
      merged[place] = { ...last, quantity: last.quantity + slice.quantity, span };
    } else {
      lastOf.set(slice.line, merged.length);
      merged.push({ slice, quantity: slice.quantity, span: slice.covers });
    }
  }
  return merged.map(({ slice, quantity, span }) => ({
    kind: 'PARKING',
    rule: `${path}.lines.${slice.line}`,
    description: descriptionOf(plan, table, slice, quantity),
    span,
    quantity: new Decimal(quantity),
    unit: table.lines[slice.line]?.incrementMinutes == null ? 'session' : 'increment',
    unitPrice: slice.unitPrice,
  }));
}

function follows(
  table: RateTable,
  last: { slice: Slice; span: Span },
  { line, cell, covers }: Slice,
): boolean {
  return (
    table.lines[line]?.incrementMinutes != null &&
    last.slice.cell.window?.index === cell.window?.index &&
    last.span.to === covers.from
  );
}

function descriptionOf(plan: RatePlan, table: RateTable, slice: Slice, quantity: number): string {
  const line = table.lines[slice.line];
  const window = slice.cell.window === null ? undefined : plan.windows[slice.cell.window.index];
  const priced = window === undefined ? '' : ` (${window.name}: × ${window.multiplier})`;
  const price = decimalText(slice.unitPrice);
  if (line?.incrementMinutes != null)
    return `${table.name}: ${quantity} × ${line.incrementMinutes} min at ${price}${priced}`;
  const from =
    line === undefined || line.fromMinutes === 0 ? '' : ` beyond ${line.fromMinutes} min`;
  return `${table.name}: flat of ${price}${from}${priced}`;
}

/** What shares took off: one line a reason and share. */
export function reliefLines(
  reliefs: readonly Relief[],
  pieces: readonly Relief['piece'][],
): Bare[] {
  const amounts = new Map<string, Decimal>();
  for (const { piece, amount } of reliefs)
    amounts.set(piece.key, (amounts.get(piece.key) ?? new Decimal(0)).plus(amount));
  return [...amounts].flatMap(([key, amount]) => {
    const own = pieces.filter((piece) => piece.key === key);
    const [first] = own;
    if (first === undefined || amount.isZero()) return [];
    const minutes = new Decimal(own.reduce((sum, { from, to }) => sum + (to - from), 0))
      .div(minuteMs)
      .toDecimalPlaces(2);
    const paid = new Decimal(1).minus(first.relief).times(100);
    const { rule, said } = reasons[first.reason];
    return [
      {
        ...once('PARKING', rule, amount.negated()),
        description: `${said}: ${minutes.toString()} min cost ${paid.toString()} %`,
        span: { from: first.from, to: own.at(-1)?.to ?? first.to },
      },
    ];
  });
}

/** What maxima took off: one line a maximum and the time for which it counts. */
export function capLines(capped: readonly Capped[]): Bare[] {
  return capped.map(({ rule, name, maximum, amount, span }) => ({
    ...once('PARKING', rule, amount.negated()),
    description: `${name}: at most ${decimalText(maximum)}`,
    span,
  }));
}

/** A line that counts once: what it is about stands in its description. */
export function once(kind: RatingKind, rule: string, amount: Decimal) {
  return { kind, rule, quantity: new Decimal(1), unit: 'session', unitPrice: amount } as const;
}

/** Lines with their tax, and the sum of these lines. */
export function ratingOf(plan: RatePlan, bare: readonly Bare[]): Rating {
  let sum = new Decimal(0);
  let taxedSum = new Decimal(0);
  const lines = bare.map((line) => {
    const amount = lineAmount(line.quantity.times(line.unitPrice));
    sum = sum.plus(amount);
    const soFar = acrossTax(plan, sum);
    const across = soFar.minus(taxedSum);
    taxedSum = soFar;
    return taxed(plan, line, amount, across);
  });
  return { currency: plan.currency, total: totalOf(lines), lines };
}

/** The sum of lines. */
export function totalOf(lines: readonly RatingLine[]): Rating['total'] {
  return {
    exclTax: decimalText(lines.reduce((sum, line) => sum.plus(line.exclTax), new Decimal(0))),
    inclTax: decimalText(lines.reduce((sum, line) => sum.plus(line.inclTax), new Decimal(0))),
  };
}

/**
 * From the side of the tax on which the plan's prices are to the other. Asked for the running sum of the lines and
 * not for each, so that lines that come to nothing together do so on both sides, to the last digit.
 */
function acrossTax({ taxPercent, taxIncluded }: RatePlan, amount: Decimal): Decimal {
  const factor = new Decimal(taxPercent ?? 0).div(100).plus(1);
  return lineAmount(taxIncluded ? amount.div(factor) : amount.times(factor));
}

function taxed(plan: RatePlan, bare: Bare, amount: Decimal, across: Decimal): RatingLine {
  const { span, ...line } = bare;
  const { taxPercent, taxIncluded } = plan;
  return {
    ...line,
    quantity: line.quantity.toFixed(),
    unitPrice: decimalText(line.unitPrice),
    start: new Date(span.from).toISOString(),
    end: new Date(span.to).toISOString(),
    taxIncluded,
    taxPercent,
    exclTax: decimalText(taxIncluded ? across : amount),
    inclTax: decimalText(taxIncluded ? amount : across),
  };
}
