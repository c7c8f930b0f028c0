import type { Discount } from '@voltpark/contracts/rate-plan';
import { Decimal, decimalText, lineAmount } from './decimal.js';
import type { RatingKind, RatingLine } from './rating.js';

/** When the stay was: reductions are for the whole of it. */
export interface ReducedPeriod {
  /** ISO 8601 in UTC. */
  readonly start: string;
  readonly end: string;
}

/** Lines of one kind and tax rate, and what is left of them. */
interface Group {
  readonly kind: RatingKind;
  readonly taxPercent: string | null;
  readonly taxIncluded: boolean;
  excl: Decimal;
  incl: Decimal;
}

/** What a discount may touch. Never fees (PENALTY), and a reservation has its own terms. */
const touched: Readonly<Record<Discount['appliesTo'], readonly RatingKind[]>> = {
  PARKING: ['PARKING'],
  CHARGING: ['CHARGING'],
  STAY: ['PARKING', 'CHARGING', 'IDLE'],
};

/**
 * What percentages and amounts take off a price: a negative line for each kind and tax rate.
 *
 * Percentages come first and amounts last, each in the order given and of what those before it left; so an amount is
 * worth its face value wherever the price reaches it. An amount is shared out by what is left with tax and never
 * goes below zero; in another currency it is worth nothing. FREE_MINUTES are not a matter of lines: see `rateStay`.
 */
export function reductionsOf(
  lines: readonly RatingLine[],
  discounts: readonly Discount[],
  currency: string,
  period: ReducedPeriod,
): RatingLine[] {
  const groups = groupsOf(lines);
  const reductions: RatingLine[] = [];
  const ordered = [
    ...discounts.filter(({ reduction }) => reduction.kind === 'PERCENT'),
    ...discounts.filter(({ reduction }) => reduction.kind === 'AMOUNT'),
  ];
  for (const discount of ordered) {
    const own = groups.filter(
      ({ kind, incl }) => touched[discount.appliesTo].includes(kind) && incl.gt(0),
    );
    const { reduction } = discount;
    if (reduction.kind === 'PERCENT')
      reductions.push(...percentOff(discount, reduction.percent, own, period));
    else if (reduction.kind === 'AMOUNT' && reduction.currency === currency)
      reductions.push(...amountOff(discount, reduction.amount, own, period));
  }
  return reductions;
}

function percentOff(
  discount: Discount,
  percent: string,
  groups: readonly Group[],
  period: ReducedPeriod,
): RatingLine[] {
  return groups.flatMap((group) => {
    const part = new Decimal(percent).div(100);
    const excl = lineAmount(group.excl.times(part));
    const incl = lineAmount(group.incl.times(part));
    const base = group.taxIncluded ? group.incl : group.excl;
    return takeOff(
      discount,
      group,
      { excl, incl },
      {
        ...period,
        taxIncluded: group.taxIncluded,
        quantity: new Decimal(percent).negated().toFixed(),
        unit: 'percent',
        unitPrice: decimalText(base.div(100)),
      },
    );
  });
}

function amountOff(
  discount: Discount,
  amount: string,
  groups: readonly Group[],
  period: ReducedPeriod,
): RatingLine[] {
  const all = groups.reduce((sum, { incl }) => sum.plus(incl), new Decimal(0));
  if (all.isZero()) return [];
  const off = Decimal.min(amount, all);
  let passed = new Decimal(0);
  let taken = new Decimal(0);
  return groups.flatMap((group) => {
    passed = passed.plus(group.incl);
    const soFar = lineAmount(off.times(passed).div(all));
    const incl = Decimal.min(soFar.minus(taken), group.incl);
    taken = soFar;
    const excl = lineAmount(group.excl.times(incl).div(group.incl));
    return takeOff(
      discount,
      group,
      { excl, incl },
      {
        ...period,
        taxIncluded: true,
        quantity: '1',
        unit: 'session',
        unitPrice: decimalText(incl.negated()),
      },
    );
  });
}

type Counted = Pick<
  RatingLine,
  'start' | 'end' | 'quantity' | 'unit' | 'unitPrice' | 'taxIncluded'
>;

/** Lowers what is left of a group, and says so on a line; none where nothing is taken off. */
function takeOff(
  discount: Discount,
  group: Group,
  { excl, incl }: { excl: Decimal; incl: Decimal },
  counted: Counted,
): RatingLine[] {
  if (incl.isZero() && excl.isZero()) return [];
  group.excl = group.excl.minus(excl);
  group.incl = group.incl.minus(incl);
  return [
    {
      kind: group.kind,
      rule: `discounts.${discount.discountId}`,
      description: discount.name,
      ...counted,
      taxPercent: group.taxPercent,
      exclTax: decimalText(excl.negated()),
      inclTax: decimalText(incl.negated()),
    },
  ];
}

function groupsOf(lines: readonly RatingLine[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { kind, taxPercent, taxIncluded, exclTax, inclTax } of lines) {
    const key = `${kind} ${taxPercent === null ? 'none' : new Decimal(taxPercent).toFixed()} ${taxIncluded}`;
    const known = groups.get(key) ?? {
      kind,
      taxPercent,
      taxIncluded,
      excl: new Decimal(0),
      incl: new Decimal(0),
    };
    known.excl = known.excl.plus(exclTax);
    known.incl = known.incl.plus(inclTax);
    groups.set(key, known);
  }
  return [...groups.values()];
}
