/**
 * An attempt to pay an invoice, from the intent to its one outcome:
 *
 *     CREATED ──▶ AUTHORISED ──▶ CAPTURING ──▶ CAPTURED
 *        │             ▼              │
 *        │          VOIDING ◀───────────┘
 *        ▼             └──▶ VOIDED, DECLINED, FAILED
 *     DECLINED
 *
 * CREATED, CAPTURING and VOIDING are intents: they are recorded before the processor is asked, so that a crash in
 * between is found. Each becomes UNKNOWN when the processor does not answer, until it is asked again or tells.
 */
export type Payment =
  | CreatedPayment
  | AuthorisedPayment
  | CapturingPayment
  | VoidingPayment
  | UnknownPayment
  | CapturedPayment
  | VoidedPayment
  | DeclinedPayment
  | FailedPayment;

export type PaymentMethodKind = 'CREDIT_CARD' | 'DEBIT_CARD' | 'DIGITAL_WALLET';

/** What is true of a payment whatever becomes of it. */
export interface PaymentTerms {
  readonly id: string;
  /** The invoice that it pays: after a correction the one that stands in for the first. */
  readonly invoiceId: string;
  readonly tenantId: string;
  readonly facilityId: string | null;
  readonly customerId: string | null;
  readonly currency: string;
  readonly method: PaymentMethodKind;
  /** The processor's token for the card or wallet. */
  readonly token: string;
  /** What is to be authorised, above zero. */
  readonly amountMinor: number;
  /** AT_ONCE: captured as soon as it is authorised. LATER: when somebody says so. */
  readonly capture: 'AT_ONCE' | 'LATER';
  readonly createdAt: Date;
  /** Who began it. */
  readonly createdBy: string;
  /** From when on the job looks after it; null when there is nothing to look after. */
  readonly attendAt: Date | null;
  /** Counts the payment's published events; 0 before the first. */
  readonly version: number;
}

export interface CreatedPayment extends PaymentTerms {
  readonly status: 'CREATED';
}

export interface AuthorisedPayment extends PaymentTerms {
  readonly status: 'AUTHORISED';
  readonly authorisedAt: Date;
  readonly expiresAt: Date;
}

export interface CapturingPayment extends PaymentTerms {
  readonly status: 'CAPTURING';
  /** What is to be captured, at most what was authorised. */
  readonly captureMinor: number;
}

export type VoidReason =
  /** Somebody asked for it. */
  | 'REQUESTED'
  /** Nothing was owed any more when it could have been captured. */
  | 'NOTHING_OWED'
  /** Nobody captured it in time. */
  | 'EXPIRED'
  /** The processor never heard of it; it is voided lest it arrive after all. */
  | 'NEVER_ARRIVED'
  /** What was authorised could not be captured. */
  | 'NOT_CAPTURED'
  /** The processor said no, and later yes. */
  | 'CONTRADICTED';

/** The processor's no: its own word, and a sentence. */
export interface Decline {
  readonly code: string;
  readonly explanation: string;
}

export interface VoidingPayment extends PaymentTerms {
  readonly status: 'VOIDING';
  readonly reason: VoidReason;
  /** What it was declined with before; it is DECLINED again when it is released. */
  readonly declined: Decline | null;
}

export interface UnknownPayment extends PaymentTerms {
  readonly status: 'UNKNOWN';
  readonly asked:
    | { readonly step: 'AUTHORISE' }
    | { readonly step: 'CAPTURE'; readonly captureMinor: number }
    | {
        readonly step: 'VOID';
        readonly reason: VoidReason;
        readonly declined: Decline | null;
      };
  readonly since: Date;
  /** How often the processor was asked what became of it. */
  readonly inquiries: number;
}

export interface CapturedPayment extends PaymentTerms {
  readonly status: 'CAPTURED';
  readonly capturedAt: Date;
  readonly capturedMinor: number;
  /** Given back. */
  readonly refundedMinor: number;
  /** About to be given back. */
  readonly refundingMinor: number;
  /** What it still does for its invoice: captured, less what was given back because nothing was owed for it. */
  readonly fundsMinor: number;
  /** Given back although it was owed, and not yet counted towards a correction. */
  readonly goodwillMinor: number;
}

export interface VoidedPayment extends PaymentTerms {
  readonly status: 'VOIDED';
  readonly endedAt: Date;
  readonly reason: VoidReason;
}

export interface DeclinedPayment extends PaymentTerms, Decline {
  readonly status: 'DECLINED';
  readonly endedAt: Date;
}

export interface FailedPayment extends PaymentTerms {
  readonly status: 'FAILED';
  readonly endedAt: Date;
  readonly explanation: string;
}

/** The fields that a payment has in every status, for the next one. */
export function termsOf(payment: Payment): PaymentTerms {
  const { id, invoiceId, tenantId, facilityId, customerId, currency, method, token } = payment;
  const { amountMinor, capture, createdAt, createdBy, attendAt, version } = payment;
  const of = { id, invoiceId, tenantId, facilityId, customerId, currency, method, token };
  return { ...of, amountMinor, capture, createdAt, createdBy, attendAt, version };
}

/** What a payment that is under way may still take of what is owed; zero when it can take nothing. */
export function reservedMinor(payment: Payment): number {
  switch (payment.status) {
    case 'CREATED':
    case 'AUTHORISED':
      return payment.amountMinor;
    case 'CAPTURING':
      return payment.captureMinor;
    case 'UNKNOWN':
      if (payment.asked.step === 'VOID') return 0;
      return payment.asked.step === 'CAPTURE' ? payment.asked.captureMinor : payment.amountMinor;
    case 'VOIDING':
    case 'CAPTURED':
    case 'VOIDED':
    case 'DECLINED':
    case 'FAILED':
      return 0;
  }
}

/** What may still be given back of a payment. */
export function refundableMinor(payment: Payment): number {
  if (payment.status !== 'CAPTURED') return 0;
  return payment.capturedMinor - payment.refundedMinor - payment.refundingMinor;
}

export const isCaptured = (payment: Payment): payment is CapturedPayment =>
  payment.status === 'CAPTURED';

/** True when it ended without money. One that is still being voided may turn out to have been captured. */
export const hasComeToNothing = ({ status }: Payment): boolean =>
  status === 'VOIDED' || status === 'DECLINED' || status === 'FAILED';
