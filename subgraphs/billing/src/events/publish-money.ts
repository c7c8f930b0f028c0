import { billingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent, type AggregateVersion } from '@voltpark/kit/backbone/draft';
import type { Cause } from '../application/ports.js';
import type { MoneyEvent } from '../domain/money-events.js';
import type { Payment } from '../domain/payment.js';
import { owedMinor, type Receivable } from '../domain/receivable.js';

const { invoicePaid, invoiceOverdue, invoiceDunned } = billingEvents;
const { paymentReceived, paymentFailed, refundIssued } = billingEvents;

/** What happened to money, as the rest of Voltpark hears of it; null: nobody else's business. */
export function publishMoney(event: MoneyEvent, cause: Cause): EventDraft | null {
  switch (event.type) {
    case 'InvoicePaid': {
      const { receivable } = event;
      const { paidAt, parkingPaidUntil } = receivable;
      const until = parkingPaidUntil?.toISOString() ?? null;
      const data = { ...invoiceOf(receivable), paidAt: paidAt.toISOString() };
      const of = receivableAt(receivable, paidAt);
      return draftEvent(invoicePaid, { ...data, parkingPaidUntil: until }, of, cause);
    }
    case 'InvoiceOverdue': {
      const { receivable, at } = event;
      const dueAt = receivable.dueAt.toISOString();
      const data = { ...invoiceOf(receivable), dueAt, owedMinor: owedMinor(receivable) };
      return draftEvent(invoiceOverdue, data, receivableAt(receivable, at), cause);
    }
    case 'InvoiceDunned': {
      const { receivable, level, nextAt, at } = event;
      const reminder = { level, nextAt: nextAt?.toISOString() ?? null };
      const data = { ...invoiceOf(receivable), ...reminder, owedMinor: owedMinor(receivable) };
      return draftEvent(invoiceDunned, data, receivableAt(receivable, at), cause);
    }
    case 'PaymentReceived': {
      const { payment } = event;
      const { capturedMinor: amountMinor, capturedAt } = payment;
      const data = { ...of(payment), amountMinor, capturedAt: capturedAt.toISOString() };
      return draftEvent(paymentReceived, data, paymentAt(payment, capturedAt), cause);
    }
    case 'PaymentFailed': {
      const { payment, reason, at } = event;
      return draftEvent(paymentFailed, { ...of(payment), reason }, paymentAt(payment, at), cause);
    }
    case 'RefundIssued': {
      const { payment, refund } = event;
      const { id: refundId, amountMinor: refundedMinor, reason, issuedAt } = refund;
      const paid = { ...of(payment), amountMinor: payment.capturedMinor };
      const data = { ...paid, refundId, refundedMinor, reason };
      return draftEvent(refundIssued, data, paymentAt(payment, issuedAt), cause);
    }
    default:
      return null;
  }
}

function invoiceOf(receivable: Receivable) {
  const { invoiceId, tenantId, facilityId, customerId, parkingSessionId, passId } = receivable;
  const { currency, totalMinor, taxMinor } = receivable;
  return {
    ...{ invoiceId, tenantId, facilityId, customerId, parkingSessionId, passId },
    ...{ currency, totalMinor, taxMinor },
  };
}

function of(payment: Payment) {
  const { id: paymentId, invoiceId, tenantId, facilityId, customerId } = payment;
  const { method, currency, amountMinor } = payment;
  return { paymentId, invoiceId, tenantId, facilityId, customerId, method, currency, amountMinor };
}

const receivableAt = (
  { invoiceId: id, version, tenantId }: Receivable,
  at: Date,
): AggregateVersion => ({ type: 'receivable', id, version, tenantId, at });

const paymentAt = ({ id, version, tenantId }: Payment, at: Date): AggregateVersion => ({
  ...{ type: 'payment', id, version, tenantId, at },
});
