import { billingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent, type AggregateVersion } from '@voltpark/kit/backbone/draft';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause } from '../application/ports.js';
import type { Charge, ChargeEvent } from '../domain/charge.js';
import { documentOf, type Invoice, type InvoiceEvent } from '../domain/invoice.js';

const { chargeCreated, invoiceCancelled, invoiceCreated, invoiceIssued } = billingEvents;

/** Charges and documents, as the rest of Voltpark hears of them. */
export function publishInvoice(event: InvoiceEvent | ChargeEvent, cause: Cause): EventDraft {
  switch (event.type) {
    case 'ChargeCreated':
      return chargeDraft(event.charge, cause);
    case 'InvoiceCreated': {
      const { invoice } = event;
      return draftEvent(invoiceCreated, of(invoice), at(invoice, invoice.createdAt), cause);
    }
    case 'InvoiceIssued': {
      const { invoice } = event;
      const { number, issuedAt, dueAt, creditsInvoiceId, replacesInvoiceId } = invoice.document;
      const data = {
        ...of(invoice),
        ...{ kind: invoice.kind, number, creditsInvoiceId, replacesInvoiceId },
        ...{ issuedAt: issuedAt.toISOString(), dueAt: dueAt.toISOString() },
        byKind: invoice.document.byKind.map((each) => ({ ...each })),
      };
      return draftEvent(invoiceIssued, data, at(invoice, issuedAt), cause);
    }
    case 'InvoiceCancelled': {
      const { invoice } = event;
      const { reason, creditNoteId, cancelledAt } = invoice;
      const data = { ...of(invoice), reason, creditNoteId };
      return draftEvent(invoiceCancelled, data, at(invoice, cancelledAt), cause);
    }
    default:
      return unreachable(event);
  }
}

function chargeDraft(charge: Charge, cause: Cause): EventDraft {
  const { id: chargeId, tenantId, createdAt, lines: _lines, ...rest } = charge;
  const version = { type: 'charge', id: chargeId, version: 1, tenantId, at: createdAt };
  return draftEvent(chargeCreated, { ...rest, chargeId, tenantId }, version, cause);
}

/** What all events of an invoice say. */
function of(invoice: Invoice) {
  const { id: invoiceId, tenantId, facilityId, customerId, currency } = invoice;
  const { parkingSessionId, passId } = invoice;
  const document = documentOf(invoice);
  return {
    ...{ invoiceId, tenantId, facilityId, customerId, parkingSessionId, passId, currency },
    totalMinor: document?.totalMinor ?? 0,
    taxMinor: document?.taxMinor ?? 0,
  };
}

const at = ({ id, version, tenantId }: Invoice, when: Date): AggregateVersion => ({
  ...{ type: 'invoice', id, version, tenantId, at: when },
});
