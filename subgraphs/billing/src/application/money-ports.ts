import type { LedgerAccount, LedgerEntry } from '../domain/ledger.js';
import type { MoneyEvent } from '../domain/money-events.js';
import type { Payment } from '../domain/payment.js';
import type { Receivable } from '../domain/receivable.js';
import type { Refund } from '../domain/refund.js';
import type { Settlement } from '../domain/settlement.js';
import type { Slice } from './ports.js';
import type { Viewer } from '@voltpark/kit/viewer';

/** What is owed, payments and the ledger, outside of any transaction. */
export interface MoneyReads {
  readonly payments: PaymentReads;
  readonly ledger: LedgerReads;
  readonly due: DueWork;
}

/** Criteria of a list of payments; null does not matter. */
export interface PaymentCriteria {
  readonly invoiceId: string | null;
  readonly facilityId: string | null;
  readonly customerId: string | null;
}

/** What somebody owes and paid, in one currency. Minor units. */
export interface MoneySummary {
  readonly currency: string;
  readonly invoicedMinor: number;
  readonly owedMinor: number;
  readonly overdueMinor: number;
  readonly paidMinor: number;
  readonly refundedMinor: number;
  /** Paid, not owed, and not given back yet. */
  readonly creditMinor: number;
  readonly openInvoices: number;
}

export interface PaymentReads {
  /** In any order. */
  byIds(ids: readonly string[], viewer: Viewer): Promise<Payment[]>;
  refundsByIds(ids: readonly string[], viewer: Viewer): Promise<Refund[]>;
  /** Of these payments, the latest first. */
  refundsOf(paymentIds: readonly string[]): Promise<Refund[]>;
  /** Of these invoices, the latest first. */
  ofInvoices(invoiceIds: readonly string[], viewer: Viewer): Promise<Payment[]>;
  /** What is owed on these invoices. */
  receivables(invoiceIds: readonly string[]): Promise<Receivable[]>;
  /** The latest first. */
  find(
    criteria: PaymentCriteria,
    slice: Slice<readonly [createdAt: Date, id: string]>,
    viewer: Viewer,
  ): Promise<Payment[]>;
  /** By currency; the invoices that the viewer may see. */
  summary(customerId: string, viewer: Viewer): Promise<MoneySummary[]>;
}

/** The balance of the accounts of one kind with the same dimensions. Minor units, debits positive. */
export interface LedgerBalance {
  readonly account: LedgerAccount;
  readonly currency: string;
  readonly facilityId: string | null;
  readonly chargeKind: string | null;
  readonly taxPercent: string | null;
  readonly balanceMinor: number;
}

/** Which postings a balance is of; null does not matter. */
export interface BalanceCriteria {
  readonly account: LedgerAccount;
  readonly facilityId: string | null;
  readonly customerId: string | null;
  readonly invoiceId: string | null;
}

export interface LedgerReads {
  /** Every account as it stood at the instant; each currency sums to zero. Null: of all tenants. */
  trialBalance(tenantId: string | null, at: Date): Promise<LedgerBalance[]>;
  /** By currency, as it stood at the instant. */
  balance(
    tenantId: string | null,
    of: BalanceCriteria,
    at: Date,
  ): Promise<{ readonly currency: string; readonly balanceMinor: number }[]>;
}

/** Work that time brings. What is taken is left to whoever took it until `leaseUntil`. */
export interface DueWork {
  takePayments(now: Date, leaseUntil: Date, limit: number): Promise<string[]>;
  takeRefunds(now: Date, leaseUntil: Date, limit: number): Promise<string[]>;
  takeReceivables(now: Date, leaseUntil: Date, limit: number): Promise<string[]>;
  /** Forgets webhooks that came before. */
  forgetWebhooks(before: Date): Promise<number>;
}

/** What is owed, payments and the ledger within one transaction. */
export interface MoneyStores {
  readonly settlements: SettlementStore;
}

export interface SettlementStore {
  /** What is owed on an invoice with all its payments and refunds, held. Null: it was never issued. */
  hold(invoiceId: string): Promise<Settlement | null>;
  /** That of the invoice which the payment pays now. */
  holdOfPayment(paymentId: string): Promise<Settlement | null>;
  holdOfRefund(refundId: string): Promise<Settlement | null>;
  /** What the invoice posted when it was issued. */
  issuedEntries(invoiceId: string): Promise<LedgerEntry[]>;
  /** Rows, ledger and outbox together. */
  save(events: readonly MoneyEvent[]): Promise<void>;
  /** True for the first webhook with this id. */
  isNewWebhook(webhookId: string, at: Date): Promise<boolean>;
}
