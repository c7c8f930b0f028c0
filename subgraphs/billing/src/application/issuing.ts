import type { Claim } from '../domain/claim.js';
import { dueAtOf } from '../domain/due.js';
import { drafted, issued, credited as creditedBy } from '../domain/issue.js';
import type { ChargeLine } from '../domain/charge.js';
import type {
  DraftInvoice,
  InvoiceIdentity,
  IssuedInvoice,
  LiveInvoice,
  Seller,
} from '../domain/invoice.js';
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
function claimOf(invoice: IssuedInvoice): Claim {
  const { id: invoiceId, tenantId, facilityId, customerId, parkingSessionId } = invoice;
  const { passId, currency, parkingPaidUntil, document } = invoice;
  const { totalMinor, taxMinor, issuedAt, dueAt, byKind, taxes } = document;
  return {
    ...{ invoiceId, tenantId, facilityId, customerId, parkingSessionId, passId, currency },
    ...{ totalMinor, taxMinor, issuedAt, dueAt, parkingPaidUntil, byKind, taxes },
  };
}

/** What is issued together: invoices are taken back by credit notes, and one may stand in for them. */
export interface Issue {
  readonly credited: readonly LiveInvoice[];
  readonly explanation: readonly string[];
  /** The invoice to be issued; null: none. */
  readonly invoice: ToBeIssued | null;
}

/** An invoice to be issued. */
export interface ToBeIssued {
  /** What it is; of a draft that was begun before, everything but its id and version. */
  readonly what: Omit<InvoiceIdentity, 'id' | 'version' | 'parkingPaidUntil'>;
  /** The draft that becomes it; null: none was begun. */
  readonly draft: DraftInvoice | null;
  readonly lines: readonly ChargeLine[];
  readonly parkingPaidUntil: Date | null;
}

interface TakenBack {
  readonly invoice: LiveInvoice;
  readonly creditNoteId: string;
}

/**
 * Issues documents and opens, moves and ends what is owed on them. Numbers come last: whoever takes one keeps all
 * others of its series waiting until the transaction ends, so that there never is a gap.
 */
export async function issueDocuments(
  issuer: Issuer,
  { credited, explanation, invoice }: Issue,
): Promise<void> {
  const { stores, newId, now, dueDays, seller } = issuer;
  const taken = credited.map((each) => ({ invoice: each, creditNoteId: newId() }));
  const draft = draftOf(issuer, invoice);
  const issuedWith = (number: string) => {
    if (invoice === null || draft === null) return null;
    const replacesInvoiceId = credited.at(-1)?.id ?? null;
    const terms = { number, explanation, seller, replacesInvoiceId };
    return issued(draft, invoice.lines, {
      ...{ ...terms, issuedAt: now, dueAt: dueAtOf(now, dueDays) },
      parkingPaidUntil: invoice.parkingPaidUntil,
    });
  };
  await moveMoney(issuer, taken, issuedWith('')?.invoice ?? null);
  for (const each of taken) {
    const { timeZone, tenantId } = each.invoice;
    const series = seriesOf('CREDIT_NOTE', now, timeZone);
    const number = await stores.invoices.nextNumber(tenantId, series);
    const note = { id: each.creditNoteId, number, issuedAt: now, dueAt: now, explanation };
    const [reason = 'It was corrected.'] = explanation;
    await stores.invoices.save(creditedBy(each.invoice, note, reason));
  }
  if (draft === null) return;
  const series = seriesOf('INVOICE', now, draft.timeZone);
  const event = issuedWith(await stores.invoices.nextNumber(draft.tenantId, series));
  const begun =
    invoice?.draft === null ? [{ type: 'InvoiceCreated', invoice: draft } as const] : [];
  await stores.invoices.save([...begun, ...(event === null ? [] : [event])]);
}

/** The draft that is to be issued, as it is to be then. */
function draftOf({ newId }: Issuer, invoice: ToBeIssued | null): DraftInvoice | null {
  if (invoice === null) return null;
  const { what, draft } = invoice;
  if (draft === null) return drafted({ ...what, id: newId() });
  return { ...draft, ...what, createdAt: draft.createdAt };
}

/**
 * What was paid for invoices that are taken back pays `by`, as far as it may: money of one debtor never pays for
 * another, but goes back.
 * @param by the invoice that stands in for them; null: none
 */
async function moveMoney(
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
