import type { Tariff } from '@voltpark/contracts';
import type { Rules } from './charging-rules.js';
import type { Draft } from './charging-lines.js';
import {
  compare,
  fraction,
  fractionOf,
  isZero,
  minus,
  over,
  plus,
  sumOf,
  times,
  type Fraction,
} from './decimal-fraction.js';

const hundred = fraction(100n);
const one = fraction(1n);

interface Price {
  readonly excl: Fraction;
  readonly incl: Fraction;
}
type Limit = NonNullable<Tariff['max_price']>;

function totalOf(drafts: readonly Draft[]): Price {
  return {
    excl: sumOf(drafts.map(({ excl }) => excl)),
    incl: sumOf(drafts.map(({ incl }) => incl)),
  };
}

/**
 * What a limit makes of a price. Both of its numbers count by themselves; where the one with tax is missing, tax
 * follows the price without: in proportion, or at the tariff's rate when there is nothing to be in proportion to.
 */
function limited(price: Price, limit: Limit, sign: 1 | -1, vat: Fraction | null): Price {
  const beyond = (value: Fraction, bound: Fraction): boolean => compare(value, bound) * sign > 0;
  const bound = fractionOf(limit.excl_vat ?? limit.before_taxes ?? 0);
  const inclLimit = limit.incl_vat ?? limit.after_taxes ?? null;
  const excl = beyond(price.excl, bound) ? bound : price.excl;
  if (inclLimit !== null) {
    const inclBound = fractionOf(inclLimit);
    return { excl, incl: beyond(price.incl, inclBound) ? inclBound : price.incl };
  }
  if (excl === price.excl) return price;
  const ratio =
    price.excl.n > 0n
      ? over(price.incl, price.excl)
      : plus(one, over(vat ?? fraction(0n), hundred));
  return { excl, incl: times(excl, ratio) };
}

interface RateShare extends Price {
  readonly vat: Fraction | null;
}

/** How a price divides among tax rates. */
function byRate(drafts: readonly Draft[]): RateShare[] {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const key = draft.vat === null ? '' : `${draft.vat.n}/${draft.vat.d}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [draft]);
    else group.push(draft);
  }
  return Array.from(groups.values(), (group) => ({
    vat: group[0]?.vat ?? null,
    ...totalOf(group),
  })).filter(({ excl, incl }) => !isZero(excl) || !isZero(incl));
}

/** What the lines of a limit have in common. */
type Head = Pick<Draft, 'kind' | 'rule' | 'description' | 'start' | 'end'>;

/** The difference as lines, one a tax rate, each in proportion to what the rate had. */
function adjustments(
  drafts: readonly Draft[],
  before: Price,
  after: Price,
  onlyVat: Fraction | null,
  head: Head,
): Draft[] {
  const excl = minus(after.excl, before.excl);
  const incl = minus(after.incl, before.incl);
  if (isZero(excl) && isZero(incl)) return [];
  const isProportional = before.excl.n > 0n && before.incl.n > 0n;
  const shares = isProportional ? byRate(drafts) : [{ vat: onlyVat, excl: one, incl: one }];
  const base: Price = isProportional ? before : { excl: one, incl: one };
  return shares.map((share) => {
    const amount = times(excl, over(share.excl, base.excl));
    return {
      ...head,
      quantity: one,
      unit: 'session',
      unitPrice: amount,
      vat: share.vat,
      taxIncluded: false,
      excl: amount,
      incl: times(incl, over(share.incl, base.incl)),
    };
  });
}

/**
 * The lines with which `min_price` and `max_price` change a price; the most is held against what the least made of
 * it. A reservation that came to nothing is no session, so the least does not hold for it.
 */
export function limitDrafts(
  tariff: Tariff,
  rules: Rules,
  drafts: readonly Draft[],
  span: { start: number; end: number; hasSession: boolean },
): Draft[] {
  const { start, end, hasSession } = span;
  const kind = hasSession ? 'CHARGING' : 'RESERVATION';
  const vat = rules.onlyVat ?? null;
  const added: Draft[] = [];
  const apply = (limit: Limit | null | undefined, sign: 1 | -1, head: Head): void => {
    if (limit === undefined || limit === null) return;
    const all = [...drafts, ...added];
    const before = totalOf(all);
    added.push(...adjustments(all, before, limited(before, limit, sign, vat), vat, head));
  };
  const head = { kind, start, end } as const;
  if (hasSession)
    apply(tariff.min_price, -1, {
      ...head,
      rule: 'min_price',
      description: 'Raised to the least that a session costs',
    });
  apply(tariff.max_price, 1, {
    ...head,
    rule: 'max_price',
    description: 'Lowered to the most that a session costs',
  });
  return added;
}
