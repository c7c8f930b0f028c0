import type { Claim } from '../../src/domain/claim.js';
import type {
  CapturedPayment,
  CreatedPayment,
  Payment,
  PaymentTerms,
} from '../../src/domain/payment.js';
import type { OpenReceivable } from '../../src/domain/receivable.js';
import type { RequestedRefund } from '../../src/domain/refund.js';
import type { Settlement } from '../../src/domain/settlement.js';

export const now = new Date('2026-05-01T08:00:00Z');
/** So many seconds later. */
export const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
export const days = (count: number) => after(count * 86_400);

/** What is owed on an invoice of 10.00. */
export const owed = (words: Partial<OpenReceivable> = {}): OpenReceivable => ({
  status: 'OPEN',
  invoiceId: 'invoice',
  tenantId: 'tenant',
  facilityId: 'facility',
  customerId: 'customer',
  parkingSessionId: 'stay',
  passId: null,
  currency: 'EUR',
  totalMinor: 1000,
  taxMinor: 160,
  parkingPaidUntil: null,
  issuedAt: now,
  dueAt: days(14),
  version: 0,
  owedMinor: 1000,
  dunning: null,
  ...words,
});

const terms = (words: Partial<PaymentTerms> = {}): PaymentTerms => ({
  id: 'payment',
  invoiceId: 'invoice',
  tenantId: 'tenant',
  facilityId: 'facility',
  customerId: 'customer',
  currency: 'EUR',
  method: 'CREDIT_CARD',
  token: 'tok_ok',
  amountMinor: 1000,
  capture: 'AT_ONCE',
  createdAt: now,
  createdBy: 'driver',
  attendAt: after(5),
  version: 0,
  ...words,
});

export const created = (words?: Partial<PaymentTerms>): CreatedPayment => ({
  ...terms(words),
  status: 'CREATED',
});

export const authorised = (words?: Partial<PaymentTerms>): Payment => ({
  ...terms(words),
  status: 'AUTHORISED',
  authorisedAt: now,
  expiresAt: days(5),
});

export const capturing = (words?: Partial<PaymentTerms>): Payment => ({
  ...terms(words),
  status: 'CAPTURING',
  captureMinor: 1000,
});

export const captured = (words: Partial<CapturedPayment> = {}): CapturedPayment => ({
  ...terms({ attendAt: null, version: 1 }),
  status: 'CAPTURED',
  capturedAt: now,
  capturedMinor: 1000,
  refundedMinor: 0,
  refundingMinor: 0,
  fundsMinor: 1000,
  goodwillMinor: 0,
  ...words,
});

export const requested = (words: Partial<RequestedRefund> = {}): RequestedRefund => ({
  status: 'REQUESTED',
  id: 'refund',
  paymentId: 'payment',
  tenantId: 'tenant',
  currency: 'EUR',
  amountMinor: 300,
  reason: 'Goodwill',
  cause: 'REQUESTED',
  createdAt: now,
  createdBy: 'staff',
  attendAt: after(5),
  ...words,
});

/** An invoice with these payments, of which nothing has been settled yet. */
export const settlement = (...payments: readonly Payment[]): Settlement => ({
  receivable: owed(),
  payments,
  refunds: [],
});

/** The same invoice, paid by one captured payment. */
export const paidSettlement = (payment: CapturedPayment = captured()): Settlement => ({
  receivable: { ...withoutOwed(), status: 'PAID', paidAt: now },
  payments: [payment],
  refunds: [],
});

function withoutOwed() {
  const { owedMinor: _owed, dunning: _dunning, status: _status, ...rest } = owed({ version: 1 });
  return rest;
}

export const claim = (words: Partial<Claim> = {}): Claim => ({
  invoiceId: 'next',
  tenantId: 'tenant',
  facilityId: 'facility',
  customerId: 'customer',
  parkingSessionId: 'stay',
  passId: null,
  currency: 'EUR',
  totalMinor: 700,
  taxMinor: 112,
  issuedAt: now,
  dueAt: days(14),
  parkingPaidUntil: null,
  byKind: [
    { kind: 'PARKING', netMinor: 400 },
    { kind: 'CHARGING', netMinor: 188 },
  ],
  taxes: [{ taxPercent: '19', taxMinor: 112 }],
  ...words,
});
