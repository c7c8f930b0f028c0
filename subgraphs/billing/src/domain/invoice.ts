import type { ChargeKind, ChargeLine } from './charge.js';

/** What an invoice is for. A SUPPLEMENT takes what a stay came to beyond an invoice that was settled before leaving. */
export const invoicePurposes = ['STAY', 'SUPPLEMENT', 'PASS', 'RESERVATION'] as const;
export type InvoicePurpose = (typeof invoicePurposes)[number];

/** Net, tax and gross of all lines of one tax rate: rounded here, once, and nowhere else. Minor units. */
export interface TaxAmount {
  /** Percent; null: not applicable. */
  readonly taxPercent: string | null;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

/** What of the document's total falls to a kind; these sum up to its total exactly. Minor units. */
export interface KindAmount {
  readonly kind: ChargeKind;
  readonly netMinor: number;
  readonly grossMinor: number;
}

/** Who issues a document, as they were called then. */
export interface Seller {
  /** The operator's name. */
  readonly name: string;
  /** The facility and its address, a line each; none for what is for several places. */
  readonly place: readonly string[];
}

/** What stands on paper. Never changes once it is issued. A credit note's amounts are negative. */
export interface Document {
  /** Unique within tenant and series, without gaps. */
  readonly number: string;
  readonly issuedAt: Date;
  readonly dueAt: Date;
  readonly lines: readonly ChargeLine[];
  readonly taxes: readonly TaxAmount[];
  readonly byKind: readonly KindAmount[];
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  /** The invoice that a credit note takes back. */
  readonly creditsInvoiceId: string | null;
  /** The invoice that this one stands in for, after a correction. */
  readonly replacesInvoiceId: string | null;
  /** Why it was issued, where that is not plain: what a correction changed, line by line. */
  readonly explanation: readonly string[];
  readonly seller: Seller;
}

/** What an invoice is, whatever became of it. */
export interface InvoiceIdentity {
  readonly id: string;
  readonly kind: 'INVOICE' | 'CREDIT_NOTE';
  readonly purpose: InvoicePurpose;
  readonly tenantId: string;
  readonly facilityId: string | null;
  /** Who owes it; null: whoever parked the vehicle. */
  readonly customerId: string | null;
  /** The vehicle of the stay or pass. */
  readonly registration: string | null;
  readonly parkingSessionId: string | null;
  readonly passId: string | null;
  readonly currency: string;
  /** IANA zone in which its dates are written. */
  readonly timeZone: string;
  /** Until which instant parking of the stay is paid with it; null: no stay, or not issued. */
  readonly parkingPaidUntil: Date | null;
  readonly createdAt: Date;
  /** Counts the published events of this invoice from 1. */
  readonly version: number;
}

/** Gathers the charges of a stay that is not over. */
export interface DraftInvoice extends InvoiceIdentity {
  readonly status: 'DRAFT';
}
/** Is owed. A credit note stays ISSUED, and nothing is owed on it. */
export interface IssuedInvoice extends InvoiceIdentity {
  readonly status: 'ISSUED';
  readonly document: Document;
}
/** Was not paid when it was due. */
export interface OverdueInvoice extends InvoiceIdentity {
  readonly status: 'OVERDUE';
  readonly document: Document;
}
/** Nothing is owed any more. */
export interface PaidInvoice extends InvoiceIdentity {
  readonly status: 'PAID';
  readonly document: Document;
}
/** A draft that was dropped (`document` is null), or an invoice that a credit note took back. */
export interface CancelledInvoice extends InvoiceIdentity {
  readonly status: 'CANCELLED';
  readonly document: Document | null;
  readonly cancelledAt: Date;
  readonly reason: string;
  readonly creditNoteId: string | null;
}

/**
 * An invoice or a credit note. Whether it is paid or overdue is a matter of what is owed on it, which is an
 * aggregate of its own (the receivable): here it is only read.
 */
export type Invoice =
  DraftInvoice | IssuedInvoice | OverdueInvoice | PaidInvoice | CancelledInvoice;
/** One that has a number and counts. */
export type LiveInvoice = IssuedInvoice | OverdueInvoice | PaidInvoice;

interface Happened<Type extends string, State extends Invoice> {
  readonly type: Type;
  /** As it is afterwards. */
  readonly invoice: State;
}
export type InvoiceCreated = Happened<'InvoiceCreated', DraftInvoice>;
export type InvoiceIssued = Happened<'InvoiceIssued', IssuedInvoice>;
export type InvoiceCancelled = Happened<'InvoiceCancelled', CancelledInvoice>;

/** All that happens to invoices themselves; that they are paid or overdue happens to what is owed on them. */
export type InvoiceEvent = InvoiceCreated | InvoiceIssued | InvoiceCancelled;

/** True when it has a number and was not taken back. Credit notes are not among them. */
export const isLive = (invoice: Invoice): invoice is LiveInvoice =>
  invoice.kind === 'INVOICE' && invoice.status !== 'DRAFT' && invoice.status !== 'CANCELLED';

/** What an invoice is, without what it was in. */
export function identityOf(invoice: InvoiceIdentity): InvoiceIdentity {
  const { id, kind, purpose, tenantId, facilityId, customerId, registration } = invoice;
  const { parkingSessionId, passId, currency, timeZone, parkingPaidUntil } = invoice;
  const { createdAt, version } = invoice;
  return {
    ...{ id, kind, purpose, tenantId, facilityId, customerId, registration },
    ...{ parkingSessionId, passId, currency, timeZone, parkingPaidUntil, createdAt, version },
  };
}

/** What stands on it; null for drafts and for those that were dropped as a draft. */
export const documentOf = (invoice: Invoice): Document | null =>
  invoice.status === 'DRAFT' ? null : invoice.document;
