import { expect } from 'vitest';
import type { RunningMoney } from './money.js';

/** What must be true of all money after every step. */
export async function expectSoundMoney({ sql }: Pick<RunningMoney, 'sql'>): Promise<void> {
  expect(
    await sql(
      `SELECT entry_id FROM ledger_posting GROUP BY entry_id HAVING sum(amount_minor) <> 0`,
    ),
    'an entry does not sum to zero',
  ).toEqual([]);
  // Of an invoice the ledger says: what is owed, less what is paid above.
  expect(
    await sql(`
      WITH books AS (SELECT invoice_id, sum(amount_minor) AS balance FROM ledger_posting
          WHERE account = 'RECEIVABLE' GROUP BY 1),
        funds AS (SELECT invoice_id, sum(funds_minor) AS funds FROM payment WHERE status = 'CAPTURED' GROUP BY 1)
      SELECT r.invoice_id FROM receivable r LEFT JOIN books USING (invoice_id) LEFT JOIN funds USING (invoice_id)
      WHERE coalesce(balance, 0) <>
        (CASE WHEN status = 'CANCELLED' THEN 0 ELSE total_minor END) - coalesce(funds, 0)
        OR coalesce(funds, 0) < (CASE WHEN status = 'CANCELLED' THEN 0 ELSE total_minor END) - owed_minor
        OR owed_minor < 0`),
    'the ledger and what is owed disagree',
  ).toEqual([]);
  // The processor holds what was captured, less what went back: by our books, and by its own.
  expect(
    await sql(`
      SELECT (SELECT coalesce(sum(amount_minor), 0) FROM ledger_posting WHERE account = 'PROCESSOR_CLEARING')
        - (SELECT coalesce(sum(captured_minor - refunded_minor), 0) FROM payment WHERE status = 'CAPTURED') AS off`),
    'clearing and payments disagree',
  ).toEqual([{ off: '0' }]);
  expect(
    await sql(`
      SELECT p.id FROM payment p
      LEFT JOIN (SELECT payment_id, sum(amount_minor) FILTER (WHERE status = 'ISSUED') AS issued,
          sum(amount_minor) FILTER (WHERE status IN ('REQUESTED', 'UNKNOWN')) AS under_way
        FROM refund GROUP BY 1) r ON r.payment_id = p.id
      WHERE p.status = 'CAPTURED' AND (refunded_minor <> coalesce(issued, 0) OR refunding_minor <> coalesce(under_way, 0)
        OR refunded_minor + refunding_minor > captured_minor)`),
    'refunds exceed captures or do not add up',
  ).toEqual([]);
}

/** At rest, when nothing is under way, nobody has paid more than is owed and the processor agrees with our books. */
export async function expectRestingMoney(money: Pick<RunningMoney, 'sql'>): Promise<void> {
  const { sql } = money;
  await expectSoundMoney(money);
  expect(
    await sql(
      `SELECT id, status FROM payment WHERE attend_at IS NOT NULL AND status <> 'AUTHORISED'`,
    ),
    'a payment has no known outcome',
  ).toEqual([]);
  expect(
    await sql(`SELECT id, status FROM refund WHERE attend_at IS NOT NULL`),
    'a refund has no known outcome',
  ).toEqual([]);
  expect(
    await sql(`
      SELECT coalesce(p.id, o.payment_id) AS id FROM
        (SELECT payment_id, sum(amount_minor) FILTER (WHERE kind = 'CAPTURE') AS captured,
            coalesce(sum(amount_minor) FILTER (WHERE kind = 'REFUND'), 0) AS refunded
          FROM simulated_operation WHERE outcome = 'APPROVED' GROUP BY 1) o
      FULL JOIN payment p ON p.id = o.payment_id
      WHERE coalesce(o.captured, 0) <> coalesce(p.captured_minor, 0) OR coalesce(o.refunded, 0) <> coalesce(p.refunded_minor, 0)`),
    'the processor took or gave back something else than our books say',
  ).toEqual([]);
}
