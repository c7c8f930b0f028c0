import type { Standing } from './invoice-row.js';
import type { Db } from './saving.js';

/** What is known of the money owed for invoices, by their ids. */
export async function standings(
  _db: Db,
  _invoiceIds: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  return new Map();
}
