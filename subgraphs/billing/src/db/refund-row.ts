import { refundTermsOf, type Refund, type RefundTerms } from '../domain/refund.js';
import type { RefundRow } from './generated/client.js';
import { present } from './present.js';

/** A refund from its row. */
export function refundOf(row: RefundRow): Refund {
  const { id, paymentId, tenantId, currency, reason, createdAt, createdBy, attendAt } = row;
  const terms: RefundTerms = {
    ...{ id, paymentId, tenantId, currency, reason, createdAt, createdBy, attendAt },
    amountMinor: Number(row.amountMinor),
    cause: row.cause as RefundTerms['cause'],
  };
  const { status } = row;
  switch (status) {
    case 'REQUESTED':
      return { ...terms, status };
    case 'UNKNOWN': {
      const since = present(row.unansweredSince);
      return { ...terms, status, since, inquiries: present(row.inquiries) };
    }
    case 'ISSUED': {
      const creditMinor = Number(present(row.creditMinor));
      return { ...terms, status, issuedAt: present(row.issuedAt), creditMinor };
    }
    case 'DECLINED': {
      const ended = { endedAt: present(row.endedAt), code: present(row.code) };
      return { ...terms, status, ...ended, explanation: present(row.explanation) };
    }
    default:
      throw new Error(`Refund ${id} is ${status}.`);
  }
}

const noStatus = {
  unansweredSince: null,
  inquiries: null,
  issuedAt: null,
  creditMinor: null,
  endedAt: null,
  code: null,
  explanation: null,
};

/** The row of a refund: the columns of its status, all others empty. */
export function refundColumns(refund: Refund) {
  const { amountMinor, ...terms } = refundTermsOf(refund);
  const { status } = refund;
  const of = { ...terms, amountMinor: BigInt(amountMinor), ...noStatus, status };
  switch (refund.status) {
    case 'REQUESTED':
      return of;
    case 'UNKNOWN':
      return { ...of, unansweredSince: refund.since, inquiries: refund.inquiries };
    case 'ISSUED':
      return { ...of, issuedAt: refund.issuedAt, creditMinor: BigInt(refund.creditMinor) };
    case 'DECLINED': {
      const { endedAt, code, explanation } = refund;
      return { ...of, endedAt, code, explanation };
    }
  }
}
