import { localClock } from '@voltpark/contracts/local-clock';
import type { InvoiceIdentity } from './invoice.js';

const prefixes = { INVOICE: 'INV', CREDIT_NOTE: 'CN' } as const;

/** The series that a document's number is of: one a kind and local year, `INV-2026`. */
export function seriesOf(kind: InvoiceIdentity['kind'], issuedAt: Date, timeZone: string): string {
  return `${prefixes[kind]}-${localClock(timeZone).dateAt(issuedAt).year}`;
}
