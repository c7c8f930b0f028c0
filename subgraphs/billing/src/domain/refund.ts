/**
 * Money on its way back: REQUESTED is the intent, recorded before the processor is asked; UNKNOWN when it did not
 * answer; ISSUED or DECLINED at the end.
 */
export type Refund = RequestedRefund | UnknownRefund | IssuedRefund | DeclinedRefund;

export interface RefundTerms {
  readonly id: string;
  readonly paymentId: string;
  readonly tenantId: string;
  readonly currency: string;
  /** Above zero. */
  readonly amountMinor: number;
  readonly reason: string;
  /** REQUESTED: a person wanted it. SURPLUS: more was paid than is owed after a correction. */
  readonly cause: 'REQUESTED' | 'SURPLUS';
  readonly createdAt: Date;
  readonly createdBy: string;
  /** From when on the job looks after it; null when it has ended. */
  readonly attendAt: Date | null;
}

export interface RequestedRefund extends RefundTerms {
  readonly status: 'REQUESTED';
}

export interface UnknownRefund extends RefundTerms {
  readonly status: 'UNKNOWN';
  readonly since: Date;
  readonly inquiries: number;
}

export interface IssuedRefund extends RefundTerms {
  readonly status: 'ISSUED';
  readonly issuedAt: Date;
  /** The part for which nothing was owed; the rest was goodwill. */
  readonly creditMinor: number;
}

export interface DeclinedRefund extends RefundTerms {
  readonly status: 'DECLINED';
  readonly endedAt: Date;
  readonly code: string;
  readonly explanation: string;
}

/** The fields that a refund has in every status. */
export function refundTermsOf(refund: Refund): RefundTerms {
  const { id, paymentId, tenantId, currency, amountMinor, reason, cause } = refund;
  const { createdAt, createdBy, attendAt } = refund;
  const of = { id, paymentId, tenantId, currency, amountMinor, reason, cause };
  return { ...of, createdAt, createdBy, attendAt };
}

export const isOpenRefund = (refund: Refund): refund is RequestedRefund | UnknownRefund =>
  refund.status === 'REQUESTED' || refund.status === 'UNKNOWN';
