import type { Claim } from './claim.js';

/**
 * What is owed on an issued invoice, and until when. The invoice itself never changes once it is issued; this does.
 * Minor units.
 */
export type Receivable = OpenReceivable | PaidReceivable | CancelledReceivable;

/** What is true of it whatever becomes of it. */
export interface ReceivableTerms {
  readonly invoiceId: string;
  readonly tenantId: string;
  readonly facilityId: string | null;
  readonly customerId: string | null;
  readonly parkingSessionId: string | null;
  readonly passId: string | null;
  readonly currency: string;
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly parkingPaidUntil: Date | null;
  readonly issuedAt: Date;
  readonly dueAt: Date;
  /** Counts its published events; 0 before the first. */
  readonly version: number;
}

/** Something is owed. */
export interface OpenReceivable extends ReceivableTerms {
  readonly status: 'OPEN';
  /** Above zero. */
  readonly owedMinor: number;
  readonly dunning: Dunning | null;
}

/** It is overdue, and how far the reminders have got. */
export interface Dunning {
  readonly overdueAt: Date;
  /** Reminders so far. */
  readonly level: number;
  readonly dunnedAt: Date | null;
  /** When the next one is due; null after the last. */
  readonly nextAt: Date | null;
}

/** Nothing is owed any more. */
export interface PaidReceivable extends ReceivableTerms {
  readonly status: 'PAID';
  readonly paidAt: Date;
}

/** A credit note took the invoice back. */
export interface CancelledReceivable extends ReceivableTerms {
  readonly status: 'CANCELLED';
  readonly cancelledAt: Date;
  readonly creditNoteId: string;
  /** The invoice that stands in for it. */
  readonly replacedById: string | null;
}

/** What is owed. */
export const owedMinor = (receivable: Receivable): number =>
  receivable.status === 'OPEN' ? receivable.owedMinor : 0;

/** What has to be paid in all: nothing once it was taken back. */
export const dueMinor = ({ status, totalMinor }: Receivable): number =>
  status === 'CANCELLED' ? 0 : totalMinor;

export const isOverdue = (receivable: Receivable): boolean =>
  receivable.status === 'OPEN' && receivable.dunning !== null;

/** The fields that it has in every status. */
export function receivableTermsOf(
  receivable: Receivable | Claim,
): Omit<ReceivableTerms, 'version'> {
  const { invoiceId, tenantId, facilityId, customerId, parkingSessionId, currency } = receivable;
  const { passId, totalMinor, taxMinor, parkingPaidUntil, issuedAt, dueAt } = receivable;
  const of = { invoiceId, tenantId, facilityId, customerId, parkingSessionId, currency };
  return { ...of, passId, totalMinor, taxMinor, parkingPaidUntil, issuedAt, dueAt };
}

/** Less is owed; nothing left is paid, which also ends the reminders. */
export function settled(
  receivable: OpenReceivable,
  settledMinor: number,
  at: Date,
): OpenReceivable | PaidReceivable {
  const left = receivable.owedMinor - settledMinor;
  if (left > 0) return { ...receivable, owedMinor: left };
  const { version } = receivable;
  return { ...receivableTermsOf(receivable), status: 'PAID', version: version + 1, paidAt: at };
}
