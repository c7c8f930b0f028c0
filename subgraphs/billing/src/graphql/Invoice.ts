import type { Amounts } from '../domain/document.js';
import { documentOf, type Document, type Invoice as State } from '../domain/invoice.js';
import { invoiceHtml } from '../print/html.js';
import { invoicePdf } from '../print/pdf.js';
import { printedInvoice } from '../print/printed-invoice.js';
import type { GraphQLContext } from './context.js';
import type { InvoiceResolvers } from './generated/types.js';
import { invoiceMoney } from './invoice-money.js';
import { money } from './money.js';
import { taxRows } from './taxes.js';

const reference = (id: string | null) => (id === null ? null : { id });

/** What stands on an invoice; of a draft what it comes to up to now, null while that cannot be told. */
async function amounts(
  invoice: State,
  { loaders }: GraphQLContext,
): Promise<(Amounts & Pick<Document, 'lines'>) | null> {
  if (invoice.status !== 'DRAFT') return documentOf(invoice);
  const { parkingSessionId } = invoice;
  return parkingSessionId === null ? null : loaders.estimate.load(parkingSessionId);
}

export const Invoice: InvoiceResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.invoice.load(id),
  number: (invoice) => documentOf(invoice)?.number ?? null,
  issuedAt: (invoice) => documentOf(invoice)?.issuedAt ?? null,
  dueAt: (invoice) => documentOf(invoice)?.dueAt ?? null,
  facility: ({ facilityId }) => reference(facilityId),
  customer: ({ customerId }) => reference(customerId),
  parkingSession: ({ parkingSessionId }) => reference(parkingSessionId),
  total: async (invoice, _args, context) => {
    const document = await amounts(invoice, context);
    return document === null ? null : money(document.totalMinor, invoice.currency);
  },
  net: async (invoice, _args, context) => {
    const document = await amounts(invoice, context);
    return document === null ? null : money(document.netMinor, invoice.currency);
  },
  tax: async (invoice, _args, context) => {
    const document = await amounts(invoice, context);
    return document === null ? null : money(document.taxMinor, invoice.currency);
  },
  lines: async (invoice, _args, context) => (await amounts(invoice, context))?.lines ?? [],
  taxes: async (invoice, _args, context) => {
    const document = await amounts(invoice, context);
    return document === null ? [] : taxRows(document.taxes, document.lines, invoice.currency);
  },
  byKind: async (invoice, _args, context) =>
    ((await amounts(invoice, context))?.byKind ?? []).map(({ kind, netMinor, grossMinor }) => ({
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
  html: (invoice) => {
    const document = documentOf(invoice);
    return document === null ? null : invoiceHtml(printedInvoice(invoice, document));
  },
  pdfBase64: async (invoice) => {
    const document = documentOf(invoice);
    if (document === null) return null;
    return (await invoicePdf(printedInvoice(invoice, document))).toString('base64');
  },
  ...invoiceMoney,
};
