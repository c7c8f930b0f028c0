import { documentOf } from '../domain/invoice.js';
import type { InvoiceResolvers } from './generated/types.js';
import { invoiceMoney } from './invoice-money.js';
import { money } from './money.js';

const reference = (id: string | null) => (id === null ? null : { id });

export const Invoice: InvoiceResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.invoice.load(id),
  number: (invoice) => documentOf(invoice)?.number ?? null,
  issuedAt: (invoice) => documentOf(invoice)?.issuedAt ?? null,
  dueAt: (invoice) => documentOf(invoice)?.dueAt ?? null,
  facility: ({ facilityId }) => reference(facilityId),
  customer: ({ customerId }) => reference(customerId),
  parkingSession: ({ parkingSessionId }) => reference(parkingSessionId),
  total: (invoice) => {
    const document = documentOf(invoice);
    return document === null ? null : money(document.totalMinor, invoice.currency);
  },
  net: (invoice) => {
    const document = documentOf(invoice);
    return document === null ? null : money(document.netMinor, invoice.currency);
  },
  tax: (invoice) => {
    const document = documentOf(invoice);
    return document === null ? null : money(document.taxMinor, invoice.currency);
  },
  lines: (invoice) => documentOf(invoice)?.lines ?? [],
  taxes: (invoice) =>
    (documentOf(invoice)?.taxes ?? []).map((tax) => ({
      taxPercent: tax.taxPercent,
      net: money(tax.netMinor, invoice.currency),
      tax: money(tax.taxMinor, invoice.currency),
      gross: money(tax.grossMinor, invoice.currency),
      exactGross: '0',
      roundingDifference: '0',
    })),
  byKind: (invoice) =>
    (documentOf(invoice)?.byKind ?? []).map(({ kind, netMinor, grossMinor }) => ({
      kind,
      net: money(netMinor, invoice.currency),
      gross: money(grossMinor, invoice.currency),
    })),
  credits: (invoice, _args, { loaders }) => {
    const id = documentOf(invoice)?.creditsInvoiceId ?? null;
    return id === null ? null : loaders.invoice.load(id);
  },
  replaces: (invoice, _args, { loaders }) => {
    const id = documentOf(invoice)?.replacesInvoiceId ?? null;
    return id === null ? null : loaders.invoice.load(id);
  },
  creditedBy: (invoice, _args, { loaders }) =>
    invoice.status !== 'CANCELLED' || invoice.creditNoteId === null
      ? null
      : loaders.invoice.load(invoice.creditNoteId),
  explanation: (invoice) => documentOf(invoice)?.explanation ?? [],
  html: () => null,
  pdfBase64: () => null,
  ...invoiceMoney,
};
