import { invalidInput } from '@voltpark/kit/decision';
import { Decimal } from '@voltpark/rating/decimal';
import { currencyMismatch, type CurrencyMismatch } from './currency.js';
import type { DiscountTerms, Reduction, TermsSurroundings } from './discount.js';
import { limits } from './limits.js';

export type DiscountFault = ReturnType<typeof invalidInput>;

const codePattern = /^[\p{L}\p{N}_-]{3,40}$/u;
/** 366 days, as far as rate plans count. */
const mostFreeMinutes = 366 * 24 * 60;

/** What speaks against a discount; undefined when nothing does. */
export function discountFault(
  terms: DiscountTerms,
  { currencies }: TermsSurroundings,
  code?: string,
): DiscountFault | CurrencyMismatch | undefined {
  if (code !== undefined && !codePattern.test(code.trim())) {
    return invalidInput('code', 'A code has 3 to 40 letters, digits, dashes and underscores.');
  }
  const { name, reduction, appliesTo, facilityIds, validFrom, validUntil, maximumUses } = terms;
  if (name.trim().length === 0 || name.trim().length > limits.nameCharacters) {
    return invalidInput('name', `A name has 1 to ${limits.nameCharacters} characters.`);
  }
  if (facilityIds.length > limits.discountFacilities) {
    const most = limits.discountFacilities;
    return invalidInput('facilityIds', `A discount names at most ${most} facilities.`);
  }
  if (validUntil !== null && validUntil <= validFrom) {
    return invalidInput('validUntil', 'A discount ends after it begins.');
  }
  if (maximumUses !== null && maximumUses < 1) {
    return invalidInput('maximumUses', 'A discount can be used once at least.');
  }
  if (reduction.kind === 'FREE_MINUTES' && appliesTo === 'CHARGING') {
    return invalidInput('appliesTo', 'Free minutes are minutes of parking.');
  }
  return reductionFault(reduction, 'reduction') ?? strangeCurrency(reduction, currencies);
}

/** What speaks against a reduction by itself. */
export function reductionFault(reduction: Reduction, field: string): DiscountFault | undefined {
  switch (reduction.kind) {
    case 'PERCENT': {
      const percent = new Decimal(reduction.percent);
      if (percent.gt(0) && percent.lte(100)) return undefined;
      return invalidInput(`${field}.percent`, 'A part is above 0 and up to 100 percent.');
    }
    case 'AMOUNT':
      if (!/^[A-Z]{3}$/.test(reduction.currency)) {
        return invalidInput(`${field}.amount.currency`, 'A currency is a code like EUR.');
      }
      if (new Decimal(reduction.amount).gt(0)) return undefined;
      return invalidInput(`${field}.amount.amount`, 'An amount is above 0.');
    case 'FREE_MINUTES':
      if (reduction.minutes >= 1 && reduction.minutes <= mostFreeMinutes) return undefined;
      return invalidInput(`${field}.freeMinutes`, `1 to ${mostFreeMinutes} minutes are free.`);
    default:
      return reduction satisfies never;
  }
}

/** An amount helps nobody where it cannot be spent. */
function strangeCurrency(
  reduction: Reduction,
  currencies: readonly string[],
): CurrencyMismatch | undefined {
  if (reduction.kind !== 'AMOUNT') return undefined;
  const strange = currencies.find((currency) => currency !== reduction.currency);
  return strange === undefined ? undefined : currencyMismatch(strange, reduction.currency);
}
