import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import type { CurrencyMismatch } from './currency.js';
import { discountFault, type DiscountFault } from './discount-faults.js';

export interface PercentReduction {
  readonly kind: 'PERCENT';
  readonly percent: string;
}
export interface AmountReduction {
  readonly kind: 'AMOUNT';
  /** With tax. */
  readonly amount: string;
  readonly currency: string;
}
export interface FreeMinutesReduction {
  readonly kind: 'FREE_MINUTES';
  readonly minutes: number;
}
export type Reduction = PercentReduction | AmountReduction | FreeMinutesReduction;

/** What a tenant says about a discount. */
export interface DiscountTerms {
  readonly name: string;
  readonly reduction: Reduction;
  readonly appliesTo: 'PARKING' | 'CHARGING' | 'STAY';
  /** Empty: at all facilities of the tenant. */
  readonly facilityIds: readonly string[];
  readonly validFrom: Date;
  /** Exclusive; null: until further notice. */
  readonly validUntil: Date | null;
  /** How many stays may use it, as billing counts; null: any number. */
  readonly maximumUses: number | null;
}

/** A reduction that everybody gets who names its code. */
export interface Discount extends DiscountTerms {
  readonly id: string;
  readonly tenantId: string;
  /** As written; compared by {@link codeKey}. */
  readonly code: string;
  readonly active: boolean;
  /** Counts the discount's events from 1. */
  readonly version: number;
  readonly updatedAt: Date;
}

/** A discount was made, changed or ended. */
export interface DiscountSaved {
  readonly type: 'DiscountSaved';
  readonly discount: Discount;
}

export interface DiscountCodeTaken {
  readonly type: 'DiscountCodeTaken';
  readonly message: string;
  readonly discountId: string;
}

export interface DiscountEnded {
  readonly type: 'DiscountEnded';
  readonly message: string;
}

/** The form in which codes are compared. */
export const codeKey = (code: string) => code.normalize('NFKC').trim().toUpperCase();

/** What is known when the terms of a discount are judged. */
export interface TermsSurroundings {
  readonly now: Date;
  /** Currencies of the facilities that it names. */
  readonly currencies: readonly string[];
}

/** Makes a discount, when its terms hold together and its code is free. */
export function createDiscount(
  code: string,
  terms: DiscountTerms,
  known: TermsSurroundings & {
    readonly id: string;
    readonly tenantId: string;
    /** The discount of the tenant that has the code; null: none. */
    readonly takenBy: string | null;
  },
): Decision<DiscountSaved, DiscountFault | CurrencyMismatch | DiscountCodeTaken> {
  const refusal = discountFault(terms, known, code) ?? taken(code, known.takenBy);
  if (refusal !== undefined) return refused(refusal);
  const { id, tenantId, now } = known;
  return saved({
    ...tidy(terms),
    id,
    tenantId,
    code: code.trim(),
    active: true,
    version: 1,
    updatedAt: now,
  });
}

/** Changes the terms of a discount that has not ended. */
export function changeDiscount(
  discount: Discount,
  terms: DiscountTerms,
  known: TermsSurroundings,
): Decision<DiscountSaved, DiscountFault | CurrencyMismatch | DiscountEnded> {
  if (!discount.active) {
    return refused({ type: 'DiscountEnded', message: `${discount.code} has ended.` });
  }
  const refusal = discountFault(terms, known);
  if (refusal !== undefined) return refused(refusal);
  const changed = { ...discount, ...tidy(terms) };
  if (JSON.stringify(changed) === JSON.stringify(discount)) return accepted();
  return saved({ ...changed, version: discount.version + 1, updatedAt: known.now });
}

/** Ends a discount for good; one that has ended stays so. */
export function endDiscount(discount: Discount, now: Date): Decision<DiscountSaved, never> {
  if (!discount.active) return accepted();
  return saved({ ...discount, active: false, version: discount.version + 1, updatedAt: now });
}

/** True when the discount does something at a facility and an instant. */
export function isUsable(
  discount: Discount,
  { facilityId, currency, at }: { facilityId: string; currency: string; at: Date },
): boolean {
  const { active, facilityIds, validFrom, validUntil, reduction } = discount;
  return (
    active &&
    validFrom <= at &&
    (validUntil === null || at < validUntil) &&
    (facilityIds.length === 0 || facilityIds.includes(facilityId)) &&
    (reduction.kind !== 'AMOUNT' || reduction.currency === currency)
  );
}

/** True when a price of this kind has something that the discount takes off. */
export function touches(
  { appliesTo, reduction }: Pick<Discount, 'appliesTo' | 'reduction'>,
  kind: 'PARKING' | 'CHARGING' | 'STAY',
): boolean {
  if (kind === 'STAY') return true;
  if (kind === 'CHARGING' && reduction.kind === 'FREE_MINUTES') return false;
  return appliesTo === 'STAY' || appliesTo === kind;
}

const saved = (discount: Discount) => accepted({ type: 'DiscountSaved', discount } as const);

const tidy = (terms: DiscountTerms): DiscountTerms => ({
  ...terms,
  name: terms.name.trim(),
  facilityIds: [...new Set(terms.facilityIds)],
});

function taken(code: string, by: string | null): DiscountCodeTaken | undefined {
  if (by === null) return undefined;
  const message = `There is a discount with the code ${codeKey(code)}.`;
  return { type: 'DiscountCodeTaken', discountId: by, message };
}
