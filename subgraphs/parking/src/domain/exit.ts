import { Temporal } from 'temporal-polyfill';
import { limits } from './limits.js';
import type { OpenSession } from './session.js';

/** When a facility wants to be paid: after the vehicle has left, or before the exit opens. */
export type ExitPayment = 'PAY_AFTER_EXIT' | 'PAY_PRIOR_TO_EXIT';

/** What a facility asks of a vehicle before it lets it out. */
export interface ExitTerms {
  readonly payment: ExitPayment;
  /** Time to leave behind the instant until which parking is paid, in seconds. */
  readonly graceSeconds: number;
  /** A stay that is no longer than this may leave unpaid, in minutes; 0: none. */
  readonly freeMinutes: number;
}

/** Terms of a facility to which nobody gave others. */
export const defaultExitTerms: ExitTerms = {
  payment: 'PAY_AFTER_EXIT',
  graceSeconds: 15 * 60,
  freeMinutes: 0,
};

/** How a vehicle inside stands with the exit at an instant. */
export interface ExitStanding {
  readonly payment: ExitPayment;
  /** Until when parking is paid; null when nothing is. */
  readonly paidUntil: Date | null;
  /** Until when the exit opens as things stand; null when it opens always, or does not without payment. */
  readonly exitBy: Date | null;
  readonly mayLeave: boolean;
}

export interface PaymentRequired {
  readonly type: 'PaymentRequired';
  readonly message: string;
  /** UNPAID: nothing was paid yet. GRACE_OVER: something was, and the time to leave is over. */
  readonly reason: 'UNPAID' | 'GRACE_OVER';
  readonly paidUntil: Date | null;
  readonly exitBy: Date | null;
  readonly session: OpenSession;
}

/**
 * What a facility asks of a vehicle before it lets it out, as a value that the use case hands in, so that the
 * decision stays pure.
 */
export type ExitRule<Refusal> = (session: OpenSession, at: Date) => Refusal | null;

/** How a vehicle inside stands with an exit under these terms. */
export function exitStanding(
  { enteredAt, paidUntil }: Pick<OpenSession, 'enteredAt' | 'paidUntil'>,
  { payment, graceSeconds, freeMinutes }: ExitTerms,
  at: Date,
): ExitStanding {
  if (payment === 'PAY_AFTER_EXIT') return { payment, paidUntil, exitBy: null, mayLeave: true };
  const paid = paidUntil === null ? null : paidUntil.getTime() + graceSeconds * 1_000;
  const free = freeMinutes === 0 ? null : enteredAt.getTime() + freeMinutes * 60_000;
  const latest = Math.max(paid ?? -Infinity, free ?? -Infinity);
  const exitBy = latest === -Infinity ? null : new Date(latest);
  return { payment, paidUntil, exitBy, mayLeave: exitBy !== null && at <= exitBy };
}

/** The rule of a facility with these terms. */
export function exitRuleOf(terms: ExitTerms): ExitRule<PaymentRequired> {
  return (session, at) => {
    const { paidUntil, exitBy, mayLeave } = exitStanding(session, terms, at);
    if (mayLeave) return null;
    const reason = paidUntil === null ? 'UNPAID' : 'GRACE_OVER';
    const message =
      reason === 'UNPAID'
        ? 'The stay has to be paid before the exit opens.'
        : 'The time to leave after paying is over; the rest has to be paid.';
    return { type: 'PaymentRequired', message, reason, paidUntil, exitBy, session };
  };
}

/** The stay after a payment for parking up to an instant. Payments come in any order: the farthest counts. */
export function paidUpTo<Session extends { readonly paidUntil: Date | null }>(
  session: Session,
  until: Date,
): Session {
  const isNews = session.paidUntil === null || until > session.paidUntil;
  return isNews ? { ...session, paidUntil: until } : session;
}

/** Terms of a facility from its settings; values that make no sense fall back to those of the house. */
export function exitTermsFrom(settings: {
  readonly payment: unknown;
  readonly grace: unknown;
  readonly freeMinutes: unknown;
}): ExitTerms {
  const { payment, grace, freeMinutes } = settings;
  const isFree =
    typeof freeMinutes === 'number' &&
    Number.isInteger(freeMinutes) &&
    freeMinutes >= 0 &&
    freeMinutes <= limits.exitFreeMinutes;
  return {
    payment: payment === 'PAY_PRIOR_TO_EXIT' ? payment : defaultExitTerms.payment,
    graceSeconds: secondsOf(grace) ?? defaultExitTerms.graceSeconds,
    freeMinutes: isFree ? freeMinutes : defaultExitTerms.freeMinutes,
  };
}

/** Whole seconds of an ISO 8601 duration; undefined when it is none, or one that no exit would grant. */
function secondsOf(duration: unknown): number | undefined {
  if (typeof duration !== 'string') return undefined;
  try {
    const seconds = Math.floor(Temporal.Duration.from(duration).total('seconds'));
    return seconds >= 0 && seconds <= limits.exitGraceSeconds ? seconds : undefined;
  } catch {
    return undefined;
  }
}
