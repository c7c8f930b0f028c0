import type { ChargeLine } from './charge.js';
import { amountsOf, mirrored } from './document.js';
import {
  identityOf,
  type DraftInvoice,
  type InvoiceCancelled,
  type InvoiceEvent,
  type InvoiceIdentity,
  type InvoiceIssued,
  type LiveInvoice,
  type Seller,
} from './invoice.js';

/** A draft that begins. */
export function drafted(what: Omit<InvoiceIdentity, 'version' | 'parkingPaidUntil'>): DraftInvoice {
  return { ...what, parkingPaidUntil: null, status: 'DRAFT', version: 1 };
}

/** What is decided when a document is issued. */
export interface Issuing {
  readonly number: string;
  readonly issuedAt: Date;
  readonly dueAt: Date;
  readonly explanation: readonly string[];
}

/** A draft becomes an invoice: it has a number and never changes again. */
export function issued(
  draft: DraftInvoice,
  lines: readonly ChargeLine[],
  issuing: Issuing & {
    readonly parkingPaidUntil: Date | null;
    readonly replacesInvoiceId: string | null;
    readonly seller: Seller;
  },
): InvoiceIssued {
  const { parkingPaidUntil, ...rest } = issuing;
  return {
    type: 'InvoiceIssued',
    invoice: {
      ...identityOf(draft),
      parkingPaidUntil,
      status: 'ISSUED',
      version: draft.version + 1,
      document: {
        ...rest,
        lines,
        ...amountsOf(lines, draft.currency),
        creditsInvoiceId: null,
      },
    },
  };
}

/** An invoice is taken back by a credit note, which is issued with it and refers to it. */
export function credited(
  invoice: LiveInvoice,
  note: Issuing & { readonly id: string },
  reason: string,
): InvoiceEvent[] {
  const { id, ...issuing } = note;
  const draft: DraftInvoice = {
    ...drafted({ ...identityOf(invoice), createdAt: note.issuedAt }),
    id,
    kind: 'CREDIT_NOTE',
  };
  const document = {
    ...issuing,
    ...mirrored(invoice.document),
    seller: invoice.document.seller,
    creditsInvoiceId: invoice.id,
    replacesInvoiceId: null,
  };
  return [
    { type: 'InvoiceCreated', invoice: draft },
    {
      type: 'InvoiceIssued',
      invoice: { ...identityOf(draft), status: 'ISSUED', version: 2, document },
    },
    cancelled(invoice, reason, note.issuedAt, id),
  ];
}

/** A draft is dropped, or an invoice taken back. */
export function cancelled(
  invoice: DraftInvoice | LiveInvoice,
  reason: string,
  cancelledAt: Date,
  creditNoteId: string | null,
): InvoiceCancelled {
  return {
    type: 'InvoiceCancelled',
    invoice: {
      ...identityOf(invoice),
      status: 'CANCELLED',
      version: invoice.version + 1,
      document: invoice.status === 'DRAFT' ? null : invoice.document,
      cancelledAt,
      reason,
      creditNoteId,
    },
  };
}
