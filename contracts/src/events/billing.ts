import { z } from 'zod';
import { defineEvent } from '../event.js';
import { personAnsweredBy } from '../person.js';
import { currencySchema, decimalSchema, minorSchema } from '../money.js';
import { idSchema } from '../shared.js';

export const chargeKindSchema = z.enum([
  'PARKING',
  'CHARGING',
  'IDLE',
  'RESERVATION',
  'PENALTY',
  'PASS',
]);

export const chargeCreated = defineEvent({
  type: 'billing.charge.created.v1',
  summary:
    'Something is to be paid for. Replaces the charge of the same source and kind, if there was one.',
  key: 'chargeId',
  data: z.object({
    chargeId: idSchema,
    tenantId: idSchema,
    facilityId: idSchema.nullable(),
    customerId: idSchema.nullable(),
    kind: chargeKindSchema,
    /** What it is for: a parking session, a charging session, a reservation, a pass. */
    sourceType: z.string(),
    sourceId: idSchema,
    /** The stay that it belongs to, if any. */
    parkingSessionId: idSchema.nullable(),
    currency: currencySchema,
    /** Exact, not rounded. */
    exclTax: decimalSchema,
    inclTax: decimalSchema,
    replacesChargeId: idSchema.nullable(),
  }),
});

/** An invoice, or a credit note, whose amounts are negative. */
const invoice = {
  invoiceId: idSchema,
  tenantId: idSchema,
  facilityId: idSchema.nullable(),
  customerId: idSchema.nullable(),
  parkingSessionId: idSchema.nullable(),
  /** The pass that it is for; null: for a stay. */
  passId: idSchema.nullable(),
  currency: currencySchema,
  totalMinor: minorSchema,
  taxMinor: minorSchema,
};

export const invoiceCreated = defineEvent({
  type: 'billing.invoice.created.v1',
  summary: 'A draft gathers the charges of a stay.',
  key: 'invoiceId',
  data: z.object(invoice),
});

export const invoiceIssued = defineEvent({
  type: 'billing.invoice.issued.v1',
  summary: 'An invoice or credit note has its number and never changes again.',
  key: 'invoiceId',
  data: z.object({
    ...invoice,
    kind: z.enum(['INVOICE', 'CREDIT_NOTE']),
    number: z.string(),
    /** The invoice that a credit note takes back. */
    creditsInvoiceId: idSchema.nullable(),
    /** The invoice that this one stands in for, after a correction. */
    replacesInvoiceId: idSchema.nullable(),
    issuedAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    byKind: z.array(
      z.object({ kind: chargeKindSchema, grossMinor: minorSchema, netMinor: minorSchema }),
    ),
  }),
});

export const invoicePaid = defineEvent({
  type: 'billing.invoice.paid.v1',
  summary: 'Nothing is owed on an invoice any more.',
  key: 'invoiceId',
  data: z.object({
    ...invoice,
    paidAt: z.iso.datetime(),
    /** Until which instant parking of the stay is paid; null when no parking is on it. */
    parkingPaidUntil: z.iso.datetime().nullable(),
  }),
});

export const invoiceOverdue = defineEvent({
  type: 'billing.invoice.overdue.v1',
  summary: 'An invoice was not paid when it was due.',
  key: 'invoiceId',
  data: z.object({ ...invoice, dueAt: z.iso.datetime(), owedMinor: minorSchema }),
});

export const invoiceDunned = defineEvent({
  type: 'billing.invoice.dunned.v1',
  summary: 'Whoever owes an overdue invoice is to be reminded.',
  key: 'invoiceId',
  data: z.object({
    ...invoice,
    level: z.number().int().min(1),
    owedMinor: minorSchema,
    nextAt: z.iso.datetime().nullable(),
  }),
});

export const invoiceCancelled = defineEvent({
  type: 'billing.invoice.cancelled.v1',
  summary: 'A draft was dropped, or an issued invoice taken back by a credit note.',
  key: 'invoiceId',
  data: z.object({ ...invoice, reason: z.string(), creditNoteId: idSchema.nullable() }),
});

const payment = {
  paymentId: idSchema,
  invoiceId: idSchema,
  tenantId: idSchema,
  facilityId: idSchema.nullable(),
  customerId: idSchema.nullable(),
  method: z.enum(['CREDIT_CARD', 'DEBIT_CARD', 'DIGITAL_WALLET']),
  currency: currencySchema,
  amountMinor: minorSchema,
};

export const paymentReceived = defineEvent({
  type: 'billing.payment.received.v1',
  summary: 'Money was captured.',
  key: 'invoiceId',
  data: z.object({ ...payment, capturedAt: z.iso.datetime() }),
});

export const paymentFailed = defineEvent({
  type: 'billing.payment.failed.v1',
  summary: 'A payment came to nothing: declined, or given up.',
  key: 'invoiceId',
  data: z.object({ ...payment, reason: z.string() }),
});

export const refundIssued = defineEvent({
  type: 'billing.refund.issued.v1',
  summary: 'Captured money went back.',
  key: 'invoiceId',
  data: z.object({
    ...payment,
    refundId: idSchema,
    /** Of this refund; `amountMinor` is of the payment. */
    refundedMinor: minorSchema,
    reason: z.string(),
  }),
});

export const personAnswered = personAnsweredBy('billing');
