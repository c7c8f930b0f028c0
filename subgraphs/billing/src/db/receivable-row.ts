import { attendAtOf } from '../domain/dunning.js';
import { owedMinor, receivableTermsOf, type Receivable } from '../domain/receivable.js';
import type { ReceivableRow } from './generated/client.js';
import { present } from './present.js';

/** What is owed, from its row. */
export function receivableOf(row: ReceivableRow): Receivable {
  const { invoiceId, tenantId, facilityId, customerId, parkingSessionId, passId, currency } = row;
  const { parkingPaidUntil, issuedAt, dueAt, version } = row;
  const terms = {
    ...{ invoiceId, tenantId, facilityId, customerId, parkingSessionId, passId, currency },
    ...{ parkingPaidUntil, issuedAt, dueAt, version },
    totalMinor: Number(row.totalMinor),
    taxMinor: Number(row.taxMinor),
  };
  switch (row.status) {
    case 'OPEN': {
      const { overdueAt, dunningLevel: level, dunnedAt, nextDunningAt: nextAt } = row;
      const dunning = overdueAt === null ? null : { overdueAt, level, dunnedAt, nextAt };
      return { ...terms, status: 'OPEN', owedMinor: Number(row.owedMinor), dunning };
    }
    case 'PAID':
      return { ...terms, status: 'PAID', paidAt: present(row.paidAt) };
    case 'CANCELLED':
      return {
        ...terms,
        status: 'CANCELLED',
        cancelledAt: present(row.cancelledAt),
        creditNoteId: present(row.creditNoteId),
        replacedById: row.replacedById,
      };
    default:
      throw new Error(`Receivable ${invoiceId} is ${row.status}.`);
  }
}

/** The row of what is owed. When it became overdue and how often it was dunned stays known after it was paid. */
export function receivableColumns(receivable: Receivable) {
  const { totalMinor, taxMinor, ...terms } = receivableTermsOf(receivable);
  const dunning = receivable.status === 'OPEN' ? receivable.dunning : null;
  const reminders =
    dunning === null
      ? {}
      : {
          overdueAt: dunning.overdueAt,
          dunningLevel: dunning.level,
          dunnedAt: dunning.dunnedAt,
        };
  const isCancelled = receivable.status === 'CANCELLED';
  return {
    ...terms,
    ...reminders,
    totalMinor: BigInt(totalMinor),
    taxMinor: BigInt(taxMinor),
    owedMinor: BigInt(owedMinor(receivable)),
    status: receivable.status,
    paidAt: receivable.status === 'PAID' ? receivable.paidAt : null,
    nextDunningAt: dunning?.nextAt ?? null,
    cancelledAt: isCancelled ? receivable.cancelledAt : null,
    creditNoteId: isCancelled ? receivable.creditNoteId : null,
    replacedById: isCancelled ? receivable.replacedById : null,
    attendAt: attendAtOf(receivable),
    version: receivable.version,
  };
}
