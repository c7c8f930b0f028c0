import { entryOf, posting, type LedgerEntry } from './ledger.js';
import type { MoneyEvent } from './money-events.js';
import type { Payment } from './payment.js';

/** What an event posts, as far as it moves money. */
export function entriesOf(event: MoneyEvent): LedgerEntry[] {
  if ('entries' in event) return [...event.entries];
  const entry = draftOf(event);
  const checked = entry === null ? null : entryOf(entry);
  return checked === null ? [] : [checked];
}

function draftOf(event: MoneyEvent): LedgerEntry | null {
  switch (event.type) {
    case 'PaymentReceived': {
      const { payment } = event;
      const amount = payment.capturedMinor;
      return {
        ...of(payment, 'PAYMENT_CAPTURED', payment.id, payment.capturedAt),
        postings: [
          posting('PROCESSOR_CLEARING', amount, debtor(payment)),
          posting('RECEIVABLE', -amount, debtor(payment)),
        ],
      };
    }
    case 'PaymentMoved': {
      const { payment, fromInvoiceId, movedMinor, at } = event;
      const sourceId = `${payment.id}:${payment.invoiceId}`;
      return {
        ...of(payment, 'MONEY_MOVED', sourceId, at),
        postings: [
          posting('RECEIVABLE', movedMinor, { ...debtor(payment), invoiceId: fromInvoiceId }),
          posting('RECEIVABLE', -movedMinor, debtor(payment)),
        ],
      };
    }
    case 'GoodwillCounted': {
      const { payment, countedMinor, countingId, at } = event;
      return {
        ...of(payment, 'GOODWILL_COUNTED', countingId, at),
        postings: [
          posting('RECEIVABLE', countedMinor, debtor(payment)),
          posting('REFUNDS', -countedMinor, { ...debtor(payment), facilityId: payment.facilityId }),
        ],
      };
    }
    case 'RefundIssued': {
      const { payment, refund } = event;
      const { amountMinor, creditMinor } = refund;
      const goodwillMinor = amountMinor - creditMinor;
      return {
        ...of(payment, 'REFUND_ISSUED', refund.id, refund.issuedAt),
        postings: [
          posting('RECEIVABLE', creditMinor, debtor(payment)),
          posting('REFUNDS', goodwillMinor, { ...debtor(payment), facilityId: payment.facilityId }),
          posting('PROCESSOR_CLEARING', -amountMinor, debtor(payment)),
        ],
      };
    }
    default:
      return null;
  }
}

const debtor = ({ invoiceId, customerId }: Payment) => ({ invoiceId, customerId });

const of = (payment: Payment, kind: LedgerEntry['kind'], sourceId: string, occurredAt: Date) => ({
  kind,
  sourceId,
  tenantId: payment.tenantId,
  currency: payment.currency,
  occurredAt,
});
