import type { DueWork } from '../application/money-ports.js';
import type { Db } from './saving.js';

/** Work that is due, taken by a lease on its row: whoever else looks at the same time passes it by. */
export function dueWork(db: Db): DueWork {
  return {
    async takePayments(now, leaseUntil, limit) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        UPDATE payment SET attend_at = ${leaseUntil} WHERE id IN (
          SELECT id FROM payment WHERE attend_at <= ${now} ORDER BY attend_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING id`;
      return rows.map(({ id }) => id);
    },
    async takeRefunds(now, leaseUntil, limit) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        UPDATE refund SET attend_at = ${leaseUntil} WHERE id IN (
          SELECT id FROM refund WHERE attend_at <= ${now} ORDER BY attend_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING id`;
      return rows.map(({ id }) => id);
    },
    async takeReceivables(now, leaseUntil, limit) {
      const rows = await db.$queryRaw<{ id: string }[]>`
        UPDATE receivable SET attend_at = ${leaseUntil} WHERE invoice_id IN (
          SELECT invoice_id FROM receivable WHERE attend_at <= ${now} ORDER BY attend_at
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING invoice_id AS id`;
      return rows.map(({ id }) => id);
    },
    forgetWebhooks: (before) =>
      db.$executeRaw`DELETE FROM processor_webhook WHERE received_at < ${before}`,
  };
}
