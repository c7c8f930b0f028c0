import { invalidInput } from '@voltpark/kit/decision';
import { limits } from './limits.js';

/** On which terms a facility takes reservations. */
export interface BookingTerms {
  readonly isOffered: boolean;
  /** Local days ahead of which a window may begin. */
  readonly horizonDays: number;
  readonly minMinutes: number;
  readonly maxMinutes: number;
  /** Windows begin on the local clock, and last, in multiples of it; 0: whenever, and however long. */
  readonly stepMinutes: number;
  /** Minutes before the window. */
  readonly changeUntilMinutes: number;
  readonly cancelUntilMinutes: number;
  /** Minutes before the window in which the vehicle is let in. */
  readonly earlyArrivalMinutes: number;
  /** Minutes into the window after which nobody comes any more; 0: who comes, comes before it begins. */
  readonly noShowMinutes: number;
  /** Minutes after the window in which the slot is still kept. */
  readonly lateStayMinutes: number;
  readonly holdSeconds: number;
  /** Exact decimals with tax, in the facility's currency. */
  readonly bookingFee: string;
  readonly cancellationFee: string;
  readonly noShowFee: string;
  readonly taxPercent: string | null;
}

/** Terms with the facility that they are of. */
export interface FacilityTerms extends BookingTerms {
  readonly facilityId: string;
  readonly tenantId: string;
  readonly currency: string;
  /** Counts changes; 0: nobody has set any. */
  readonly version: number;
}

/** What counts where nobody has set any terms. */
export const usualTerms: BookingTerms = {
  isOffered: true,
  horizonDays: 30,
  minMinutes: 30,
  maxMinutes: 3 * 24 * 60,
  stepMinutes: 15,
  changeUntilMinutes: 60,
  cancelUntilMinutes: 60,
  earlyArrivalMinutes: 15,
  noShowMinutes: 30,
  lateStayMinutes: 15,
  holdSeconds: 600,
  bookingFee: '0.00',
  cancellationFee: '0.00',
  noShowFee: '0.00',
  taxPercent: null,
};

type InvalidInput = ReturnType<typeof invalidInput>;

/** What is wrong with terms; null: nothing. */
export function termsFault(terms: BookingTerms): InvalidInput | null {
  const { stepMinutes: step, earlyArrivalMinutes: early } = terms;
  const bounds = [
    ['horizonDays', 1, limits.horizonDays],
    ['stepMinutes', 0, 60],
    ['minMinutes', Math.max(step, 1), limits.windowMinutes],
    ['maxMinutes', terms.minMinutes, limits.windowMinutes],
    ['changeUntilMinutes', 0, limits.noticeMinutes],
    ['cancelUntilMinutes', 0, limits.noticeMinutes],
    ['earlyArrivalMinutes', 0, limits.earlyArrivalMinutes],
    // There is some time in which one may come.
    ['noShowMinutes', early > 0 ? 0 : 1, terms.minMinutes],
    ['lateStayMinutes', 0, limits.lateStayMinutes],
    ['holdSeconds', limits.holdSeconds.min, limits.holdSeconds.max],
  ] as const;
  for (const [field, min, max] of bounds) {
    const value = terms[field];
    if (!Number.isInteger(value) || value < min || value > max) {
      return invalidInput(field, `Between ${min} and ${max}.`);
    }
  }
  return stepFault(terms) ?? amountFault(terms);
}

function stepFault(terms: BookingTerms): InvalidInput | null {
  const { stepMinutes: step } = terms;
  if (step === 0) return null;
  if (step < limits.stepMinutes || 60 % step !== 0) {
    return invalidInput('stepMinutes', `0, or a divisor of 60 from ${limits.stepMinutes} on.`);
  }
  for (const field of ['minMinutes', 'maxMinutes'] as const) {
    if (terms[field] % step !== 0) return invalidInput(field, `A multiple of ${step} minutes.`);
  }
  return null;
}

const amountForm = /^\d{1,6}(\.\d{1,4})?$/;

function amountFault(terms: BookingTerms): InvalidInput | null {
  for (const field of ['bookingFee', 'cancellationFee', 'noShowFee'] as const) {
    const amount = terms[field];
    if (!amountForm.test(amount) || Number(amount) > limits.fee) {
      return invalidInput(field, `An amount between 0 and ${limits.fee}.`);
    }
  }
  const tax = terms.taxPercent;
  if (tax !== null && (!amountForm.test(tax) || Number(tax) > 100)) {
    return invalidInput('taxPercent', 'A rate between 0 and 100.');
  }
  return null;
}

/** True when two terms say the same. */
export const isSameTerms = (a: BookingTerms, b: BookingTerms): boolean =>
  (Object.keys(usualTerms) as (keyof BookingTerms)[]).every((field) => a[field] === b[field]);
