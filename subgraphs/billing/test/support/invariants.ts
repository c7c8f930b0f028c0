import { Decimal } from '@voltpark/rating/decimal';
import { expect } from 'vitest';
import type { RunningBilling } from './running.js';

/**
 * What must hold after whatever happened: documents add up, numbers have no gaps, credit notes mirror what they take
 * back, the ledger sums to zero, what is owed agrees with the documents, and no aggregate's versions have a gap.
 */
export async function expectConsistency({ sql }: Pick<RunningBilling, 'sql'>): Promise<void> {
  const invoices = await sql<{
    id: string;
    number: string | null;
    total_minor: string | null;
    content: {
      lines: { inclTax: string }[];
      taxes: { grossMinor: number; netMinor: number; taxMinor: number }[];
      byKind: { grossMinor: number; netMinor: number }[];
    } | null;
  }>('SELECT id, number, total_minor, content FROM invoice ORDER BY id');
  for (const { id, total_minor: total, content } of invoices) {
    if (content === null) continue;
    const sumOf = (amounts: number[]) => amounts.reduce((sum, one) => sum + one, 0);
    const told = {
      id,
      byRate: sumOf(content.taxes.map(({ grossMinor }) => grossMinor)),
      byKind: sumOf(content.byKind.map(({ grossMinor }) => grossMinor)),
    };
    expect(told).toEqual({ id, byRate: Number(total), byKind: Number(total) });
    const exact = content.lines.reduce((sum, line) => sum.plus(line.inclTax), new Decimal(0));
    // Half a cent a tax rate is all that rounding may make of it.
    const off = exact.times(100).minus(Number(total)).abs();
    const isWithin = off.lte(new Decimal('0.5').times(content.taxes.length));
    expect({ id, isWithin }).toEqual({ id, isWithin: true });
  }

  const gapsInNumbers = await sql(`
    SELECT tenant_id, split_part(number, '-', 1) AS series FROM invoice WHERE number IS NOT NULL
    GROUP BY tenant_id, split_part(number, '-', 1), split_part(number, '-', 2)
    HAVING count(*) <> max(split_part(number, '-', 3)::int) OR count(DISTINCT number) <> count(*)`);
  expect(gapsInNumbers).toEqual([]);

  const unmirrored = await sql(`
    SELECT note.id FROM invoice note LEFT JOIN invoice i ON i.id = note.credits_invoice_id
    WHERE note.kind = 'CREDIT_NOTE' AND (i.id IS NULL OR i.status <> 'CANCELLED' OR i.credit_note_id <> note.id
      OR i.total_minor <> -note.total_minor OR i.tax_minor <> -note.tax_minor)`);
  expect(unmirrored).toEqual([]);

  const unbalanced = await sql(
    'SELECT currency, sum(amount_minor) FROM ledger_posting GROUP BY currency HAVING sum(amount_minor) <> 0',
  );
  expect(unbalanced).toEqual([]);

  const disagreeing = await sql(`
    SELECT i.id FROM invoice i LEFT JOIN receivable r ON r.invoice_id = i.id
    WHERE i.kind = 'INVOICE' AND i.number IS NOT NULL AND (r.invoice_id IS NULL OR r.total_minor <> i.total_minor
      OR (i.status = 'CANCELLED') <> (r.status = 'CANCELLED'))`);
  expect(disagreeing).toEqual([]);

  const twice = await sql(`
    SELECT source_type, source_id, kind FROM charge c
    WHERE NOT EXISTS (SELECT FROM charge later WHERE later.replaces_charge_id = c.id)
    GROUP BY 1, 2, 3 HAVING count(*) > 1`);
  expect(twice).toEqual([]);

  const gaps = await sql(`
    SELECT aggregate_id FROM outbox GROUP BY aggregate_type, aggregate_id
    HAVING min(aggregate_version) <> 1 OR max(aggregate_version) <> count(*)`);
  expect(gaps).toEqual([]);
}
