import type { Claim } from '../domain/claim.js';
import { dueAtOf } from '../domain/due.js';
import { drafted, issued, credited as creditedBy } from '../domain/issue.js';
import type { ChargeLine } from '../domain/charge.js';
import type { DraftInvoice, IssuedInvoice, LiveInvoice, Seller } from '../domain/invoice.js';
import { seriesOf } from '../domain/series.js';
import { sharesMoney } from '../domain/visit.js';
import type { Stores } from './ports.js';
import { openReceivable, replaceReceivables } from './receivables.js';

/** What issuing needs beside what is issued. */
export interface Issuer {
  readonly stores: Stores;
  readonly newId: () => string;
  readonly now: Date;
  readonly dueDays: number | null;
  readonly seller: Seller;
}

/** What an issued invoice claims. */
export function claimOf(invoice: IssuedInvoice): Claim {
  const { id: invoiceId, tenantId, facilityId, customerId, parkingSessionId } = invoice;
  const { passId, currency, parkingPaidUntil, document } = invoice;
  const { totalMinor, taxMinor, issuedAt, dueAt, byKind, taxes } = document;
  return {
    ...{ invoiceId, tenantId, facilityId, customerId, parkingSessionId, passId, currency },
    ...{ totalMinor, taxMinor, issuedAt, dueAt, parkingPaidUntil, byKind, taxes },
  };
}

/** Gives a draft its number and issues it. What is owed on it is still to be opened. */
export async function issueDraft(
  { stores, now, dueDays, seller }: Issuer,
  draft: DraftInvoice,
  lines: readonly ChargeLine[],
  of: {
    readonly parkingPaidUntil: Date | null;
    readonly replacesInvoiceId: string | null;
    readonly explanation: readonly string[];
  },
): Promise<IssuedInvoice> {
  const series = seriesOf('INVOICE', now, draft.timeZone);
  const number = await stores.invoices.nextNumber(draft.tenantId, series);
  const dueAt = dueAtOf(now, dueDays);
  const event = issued(draft, lines, { ...of, number, issuedAt: now, dueAt, seller });
  await stores.invoices.save([event]);
  return event.invoice;
}

/** Begins an invoice that is issued right away. */
export async function beginDraft(
  { stores }: Issuer,
  what: Parameters<typeof drafted>[0],
): Promise<DraftInvoice> {
  const draft = drafted(what);
  await stores.invoices.save([{ type: 'InvoiceCreated', invoice: draft }]);
  return draft;
}

/** An invoice that was taken back, and by which credit note. */
export interface TakenBack {
  readonly invoice: LiveInvoice;
  readonly creditNoteId: string;
}

/** Takes invoices back by credit notes. What becomes of the money is still to be said. */
export async function takeBack(
  { stores, newId, now }: Issuer,
  invoices: readonly LiveInvoice[],
  explanation: readonly string[],
): Promise<TakenBack[]> {
  const taken: TakenBack[] = [];
  for (const invoice of invoices) {
    const creditNoteId = newId();
    const series = seriesOf('CREDIT_NOTE', now, invoice.timeZone);
    const number = await stores.invoices.nextNumber(invoice.tenantId, series);
    const note = { id: creditNoteId, number, issuedAt: now, dueAt: now, explanation };
    const [reason = 'It was corrected.'] = explanation;
    await stores.invoices.save(creditedBy(invoice, note, reason));
    taken.push({ invoice, creditNoteId });
  }
  return taken;
}

/**
 * What was paid for invoices that were taken back pays `by`, as far as it may: money of one debtor never pays for
 * another, but goes back.
 * @param by the invoice that stands in for them, issued and not yet owed; null: none
 */
export async function moveMoney(
  { stores, newId, now }: Issuer,
  taken: readonly TakenBack[],
  by: IssuedInvoice | null,
): Promise<void> {
  const isOwn = ({ invoice }: TakenBack) => by !== null && sharesMoney(invoice, by);
  const idsOf = (some: readonly TakenBack[]) =>
    some.map(({ invoice, creditNoteId }) => ({ invoiceId: invoice.id, creditNoteId }));
  const own = idsOf(taken.filter(isOwn));
  const foreign = idsOf(taken.filter((each) => !isOwn(each)));
  if (foreign.length > 0) {
    await replaceReceivables(stores, { credited: foreign, by: null, at: now, newId });
  }
  if (by === null) return;
  if (own.length === 0) await openReceivable(stores, claimOf(by));
  else await replaceReceivables(stores, { credited: own, by: claimOf(by), at: now, newId });
}
