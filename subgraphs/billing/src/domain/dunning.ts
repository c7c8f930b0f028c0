import type { InvoiceDunned, InvoiceOverdue } from './money-events.js';
import { daysLater, paymentLimits } from './payment-limits.js';
import { owedMinor, type Receivable } from './receivable.js';
import { payableMinor, type Settlement } from './settlement.js';

/**
 * What time alone does to an invoice that is not paid: it becomes overdue, and from then on is dunned, level by
 * level. As long as a payment of all that is owed is under way nothing happens.
 */
export function passTime(settlement: Settlement, now: Date): InvoiceOverdue | InvoiceDunned | null {
  const { receivable } = settlement;
  if (receivable.status !== 'OPEN' || receivable.dueAt > now) return null;
  if (payableMinor(settlement) <= 0) return null;
  const { dunning, version } = receivable;
  if (dunning === null) {
    const nextAt = nextReminder(receivable.dueAt, 0);
    const overdue = { overdueAt: now, level: 0, dunnedAt: null, nextAt };
    const after = { ...receivable, version: version + 1, dunning: overdue };
    return { type: 'InvoiceOverdue', receivable: after, at: now };
  }
  if (dunning.nextAt === null || dunning.nextAt > now) return null;
  const level = dunning.level + 1;
  // Counted from now, so that after a standstill reminders do not follow each other at once.
  const nextAt = nextReminder(now, level);
  const after = { ...dunning, level, dunnedAt: now, nextAt };
  return {
    type: 'InvoiceDunned',
    receivable: { ...receivable, version: version + 1, dunning: after },
    level,
    nextAt,
    at: now,
  };
}

function nextReminder(from: Date, level: number): Date | null {
  const days = paymentLimits.dunningDays[level];
  return days === undefined ? null : daysLater(from, days);
}

/** When time will next do something to it; null: never by itself. */
export function attendAtOf(receivable: Receivable): Date | null {
  if (receivable.status !== 'OPEN' || owedMinor(receivable) === 0) return null;
  return receivable.dunning === null ? receivable.dueAt : receivable.dunning.nextAt;
}
