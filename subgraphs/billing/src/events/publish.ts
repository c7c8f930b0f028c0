import type { EventDraft } from '@voltpark/contracts';
import type { Cause, DomainEvent } from '../application/ports.js';
import { publishInvoice } from './publish-invoice.js';
import { publishMoney } from './publish-money.js';

/** What happened, as the rest of Voltpark hears of it. */
export function publish(event: DomainEvent, cause: Cause): EventDraft | null {
  switch (event.type) {
    case 'ChargeCreated':
    case 'InvoiceCreated':
    case 'InvoiceIssued':
    case 'InvoiceCancelled':
      return publishInvoice(event, cause);
    default:
      return publishMoney(event, cause);
  }
}
