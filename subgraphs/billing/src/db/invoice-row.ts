import { z } from 'zod';
import { chargeKinds } from '../domain/charge.js';
import {
  invoicePurposes,
  type Document,
  type Invoice,
  type InvoiceIdentity,
} from '../domain/invoice.js';
import type { InvoiceRow, Prisma } from './generated/client.js';

const kind = z.enum(chargeKinds);
const line = z.object({
  kind,
  rule: z.string(),
  description: z.string(),
  start: z.string(),
  end: z.string(),
  quantity: z.string(),
  unit: z.enum(['kWh', 'h', 'min', 'increment', 'session', 'percent']),
  unitPrice: z.string(),
  taxIncluded: z.boolean(),
  taxPercent: z.string().nullable(),
  exclTax: z.string(),
  inclTax: z.string(),
  sourceType: z.enum(['PARKING_SESSION', 'CHARGING_SESSION', 'RESERVATION', 'PASS']),
  sourceId: z.string(),
});
/** Lines of a charge or document as JSON. */
export const linesSchema = z.array(line);
const content = z.object({
  lines: linesSchema,
  taxes: z.array(
    z.object({
      taxPercent: z.string().nullable(),
      netMinor: z.number(),
      taxMinor: z.number(),
      grossMinor: z.number(),
    }),
  ),
  byKind: z.array(z.object({ kind, netMinor: z.number(), grossMinor: z.number() })),
  explanation: z.array(z.string()),
  seller: z.object({ name: z.string(), place: z.array(z.string()) }),
});

/** What is known of the money owed for an invoice. */
export interface Standing {
  readonly isPaid: boolean;
  readonly isOverdue: boolean;
}

/** An invoice from its row and from what is owed on it (null: nothing ever was). */
export function invoiceOf(row: InvoiceRow, standing: Standing | null): Invoice {
  const identity: InvoiceIdentity = {
    ...{ id: row.id, tenantId: row.tenantId, facilityId: row.facilityId },
    kind: row.kind === 'CREDIT_NOTE' ? 'CREDIT_NOTE' : 'INVOICE',
    purpose: invoicePurposes.find((known) => known === row.purpose) ?? 'STAY',
    ...{ customerId: row.customerId, registration: row.registration, passId: row.passId },
    ...{ parkingSessionId: row.parkingSessionId, currency: row.currency, timeZone: row.timeZone },
    parkingPaidUntil: row.parkingPaidUntil,
    ...{ createdAt: row.createdAt, version: row.version },
  };
  const document = documentOf(row);
  if (row.status === 'CANCELLED') {
    const { cancelledAt, cancelReason: reason, creditNoteId } = row;
    if (cancelledAt === null || reason === null)
      throw new Error(`${row.id} was cancelled somehow.`);
    return { ...identity, status: 'CANCELLED', document, cancelledAt, reason, creditNoteId };
  }
  if (document === null) return { ...identity, status: 'DRAFT' };
  if (standing?.isPaid === true) return { ...identity, status: 'PAID', document };
  return { ...identity, status: standing?.isOverdue === true ? 'OVERDUE' : 'ISSUED', document };
}

function documentOf(row: InvoiceRow): Document | null {
  const { number, issuedAt, dueAt, netMinor, taxMinor, totalMinor } = row;
  const { creditsInvoiceId, replacesInvoiceId } = row;
  if (number === null || issuedAt === null || dueAt === null) return null;
  return {
    ...{ number, issuedAt, dueAt, creditsInvoiceId, replacesInvoiceId },
    ...content.parse(row.content),
    netMinor: Number(netMinor),
    taxMinor: Number(taxMinor),
    totalMinor: Number(totalMinor),
  };
}

/** The columns of an invoice that its document fills. */
export function documentColumns(document: Document) {
  const { lines, taxes, byKind, explanation, seller, ...others } = document;
  const { netMinor, taxMinor, totalMinor, ...rest } = others;
  return {
    ...rest,
    netMinor: BigInt(netMinor),
    taxMinor: BigInt(taxMinor),
    totalMinor: BigInt(totalMinor),
    content: jsonOf({ lines, taxes, byKind, explanation, seller }),
  };
}

/** Plain data as Prisma's JSON. */
export const jsonOf = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
