import { entryOf, posting, type ChargeKind, type LedgerEntry } from './ledger.js';

/** What an issued invoice claims: from whom, how much, until when, and what it is made of. Minor units. */
export interface Claim {
  readonly invoiceId: string;
  readonly tenantId: string;
  readonly facilityId: string | null;
  readonly customerId: string | null;
  readonly parkingSessionId: string | null;
  readonly passId: string | null;
  readonly currency: string;
  /** With tax, zero or more. */
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly issuedAt: Date;
  readonly dueAt: Date;
  /** Until which instant parking is paid with it; null when no parking is on it. */
  readonly parkingPaidUntil: Date | null;
  /** Before tax; together with the taxes exactly the total. */
  readonly byKind: readonly { readonly kind: ChargeKind; readonly netMinor: number }[];
  readonly taxes: readonly { readonly taxPercent: string | null; readonly taxMinor: number }[];
}

/**
 * What an invoice posts when it is issued: owed by the customer, earned by kind, tax by rate.
 * @throws Error when the parts are not the total
 */
export function claimEntries(claim: Claim): LedgerEntry[] {
  const { invoiceId, tenantId, facilityId, customerId, currency, issuedAt, totalMinor } = claim;
  const of = { invoiceId, customerId };
  const entry = entryOf({
    kind: 'INVOICE_ISSUED',
    sourceId: invoiceId,
    tenantId,
    currency,
    occurredAt: issuedAt,
    postings: [
      posting('RECEIVABLE', totalMinor, of),
      ...claim.byKind.map(({ kind, netMinor }) =>
        posting('REVENUE', -netMinor, { ...of, facilityId, chargeKind: kind }),
      ),
      ...claim.taxes.map(({ taxPercent, taxMinor }) =>
        posting('TAX_PAYABLE', -taxMinor, { ...of, taxPercent }),
      ),
    ],
  });
  return entry === null ? [] : [entry];
}

/** The mirror of what an invoice posted, for the credit note that takes it back. */
export function creditEntries(
  issued: readonly LedgerEntry[],
  creditNoteId: string,
  at: Date,
): LedgerEntry[] {
  return issued.map((entry) => ({
    ...entry,
    kind: 'INVOICE_CREDITED',
    sourceId: creditNoteId,
    occurredAt: at,
    postings: entry.postings.map((one) => ({ ...one, amountMinor: -one.amountMinor })),
  }));
}
