import type { ChargeKind } from './charge.js';

/**
 * Double-entry bookkeeping in integer minor units: what is debited is positive, what is credited negative, and
 * every entry sums to zero in each currency. Entries are only ever added.
 */

/** The accounts of a tenant, by kind. Dimensions of a posting tell one account of a kind from another. */
export const ledgerAccounts = [
  /** What customers owe; one account an invoice, and by it a customer. Below zero: they have a credit. */
  'RECEIVABLE',
  /** What was earned, before tax; one account a facility and kind of charge. */
  'REVENUE',
  /** Tax that is to be handed on; one account a rate. */
  'TAX_PAYABLE',
  /** What the payment processor holds for the tenant. */
  'PROCESSOR_CLEARING',
  /** Given back although it was owed. */
  'REFUNDS',
] as const;
export type LedgerAccount = (typeof ledgerAccounts)[number];

export type { ChargeKind };

/** One line of an entry: a debit above zero or a credit below it, never zero. */
export interface Posting {
  readonly account: LedgerAccount;
  readonly amountMinor: number;
  readonly invoiceId: string | null;
  readonly customerId: string | null;
  readonly facilityId: string | null;
  /** Of REVENUE alone. */
  readonly chargeKind: ChargeKind | null;
  /** Of TAX_PAYABLE alone; null there: the tax of an unknown rate. */
  readonly taxPercent: string | null;
}

/** Why something was posted. */
export type EntryKind =
  | 'INVOICE_ISSUED'
  | 'INVOICE_CREDITED'
  | 'PAYMENT_CAPTURED'
  | 'REFUND_ISSUED'
  /** Money of an invoice that was taken back pays the one that stands in for it. */
  | 'MONEY_MOVED'
  /** A refund out of goodwill is counted towards what a correction gives back. */
  | 'GOODWILL_COUNTED';

/** What was posted together. The pair of `kind` and `sourceId` is posted once, however often it is tried. */
export interface LedgerEntry {
  readonly kind: EntryKind;
  readonly sourceId: string;
  readonly tenantId: string;
  readonly currency: string;
  /** From when on balances contain it. */
  readonly occurredAt: Date;
  readonly postings: readonly Posting[];
}

/** A posting with nothing but its account; dimensions are added to it. */
export const posting = (
  account: LedgerAccount,
  amountMinor: number,
  of: Partial<Omit<Posting, 'account' | 'amountMinor'>>,
): Posting => ({
  account,
  amountMinor,
  invoiceId: null,
  customerId: null,
  facilityId: null,
  chargeKind: null,
  taxPercent: null,
  ...of,
});

/**
 * An entry, checked: whole minor units, summing to zero. Postings of nothing are left out; null when nothing is left.
 * @throws Error when it does not balance: a mistake of ours that must not be written
 */
export function entryOf(entry: LedgerEntry): LedgerEntry | null {
  const postings = entry.postings.filter(({ amountMinor }) => amountMinor !== 0);
  for (const { amountMinor } of postings) {
    if (!Number.isSafeInteger(amountMinor)) {
      throw new Error(`${entry.kind} ${entry.sourceId} posts ${amountMinor}, no whole number.`);
    }
  }
  const sum = sumOf(postings);
  if (sum !== 0) throw new Error(`${entry.kind} ${entry.sourceId} is out of balance by ${sum}.`);
  return postings.length === 0 ? null : { ...entry, postings };
}

/** The sum of amounts; zero over a whole ledger in each currency. */
export function sumOf(postings: readonly Pick<Posting, 'amountMinor'>[]): number {
  return postings.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
