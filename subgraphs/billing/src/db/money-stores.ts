import { appendEvents } from '@voltpark/kit/database/saving';
import type { MoneyReads, MoneyStores, SettlementStore } from '../application/money-ports.js';
import { entriesOf } from '../domain/money-entries.js';
import type { MoneyEvent } from '../domain/money-events.js';
import { paymentLimits } from '../domain/payment-limits.js';
import type { Settlement } from '../domain/settlement.js';
import { dueWork } from './due-work.js';
import { issuedEntriesOf, ledgerReads, post } from './ledger-store.js';
import { paymentReads } from './payment-reads.js';
import { paymentColumns, paymentOf } from './payment-row.js';
import { receivableColumns, receivableOf } from './receivable-row.js';
import { refundColumns, refundOf } from './refund-row.js';
import type { Db, Saving } from './saving.js';

/** What can be read of what is owed, of payments and of the ledger. */
export function moneyReadsOver(db: Db): MoneyReads {
  return { payments: paymentReads(db), ledger: ledgerReads(db), due: dueWork(db) };
}

/** What is owed, payments and the ledger within one transaction. */
export function moneyStoresIn(saving: Saving): MoneyStores {
  return { settlements: settlementStore(saving) };
}

function settlementStore(saving: Saving): SettlementStore {
  const { tx } = saving;
  return {
    hold: (invoiceId) => hold(tx, invoiceId),
    holdOfPayment: (paymentId) => holdOfPayment(tx, paymentId),
    async holdOfRefund(refundId) {
      const refund = await tx.refundRow.findUnique({ where: { id: refundId } });
      return refund === null ? null : holdOfPayment(tx, refund.paymentId);
    },
    issuedEntries: (invoiceId) => issuedEntriesOf(tx, invoiceId),
    async save(events) {
      for (const event of events) {
        await writeRows(tx, event);
        await post(tx, entriesOf(event));
      }
      await appendEvents(saving, events);
    },
    async isNewWebhook(webhookId, at) {
      const inserted = await tx.$executeRaw`
        INSERT INTO processor_webhook (id, received_at) VALUES (${webhookId}, ${at})
        ON CONFLICT DO NOTHING`;
      return inserted === 1;
    },
  };
}

/** The row of what is owed is the one that everything about an invoice's money waits for. */
async function hold(tx: Db, invoiceId: string): Promise<Settlement | null> {
  await tx.$queryRaw`SELECT 1 FROM receivable WHERE invoice_id = ${invoiceId} FOR UPDATE`;
  const row = await tx.receivableRow.findUnique({ where: { invoiceId } });
  if (row === null) return null;
  const payments = await tx.paymentRow.findMany({
    where: { invoiceId },
    include: { refunds: true },
    orderBy: { id: 'asc' },
  });
  return {
    receivable: receivableOf(row),
    payments: payments.map(paymentOf),
    refunds: payments.flatMap(({ refunds }) => refunds.map(refundOf)),
  };
}

/** While we wait for the invoice, a correction may move the payment to another one. */
async function holdOfPayment(tx: Db, paymentId: string): Promise<Settlement | null> {
  for (let attempt = 1; attempt <= paymentLimits.decisionAttempts; attempt += 1) {
    const payment = await tx.paymentRow.findUnique({ where: { id: paymentId } });
    if (payment === null) return null;
    const settlement = await hold(tx, payment.invoiceId);
    if (settlement?.payments.some(({ id }) => id === paymentId)) return settlement;
  }
  throw new Error(`Payment ${paymentId} moves from invoice to invoice.`);
}

async function writeRows(tx: Db, event: MoneyEvent): Promise<void> {
  if ('receivable' in event) {
    const data = receivableColumns(event.receivable);
    if (event.type === 'ReceivableOpened') await tx.receivableRow.create({ data });
    else await tx.receivableRow.update({ where: { invoiceId: data.invoiceId }, data });
  }
  if ('payment' in event) {
    const data = paymentColumns(event.payment);
    if (event.type === 'PaymentBegun') await tx.paymentRow.create({ data });
    else await tx.paymentRow.update({ where: { id: data.id }, data });
  }
  if ('refund' in event) {
    const data = refundColumns(event.refund);
    if (event.type === 'RefundBegun') await tx.refundRow.create({ data });
    else await tx.refundRow.update({ where: { id: data.id }, data });
  }
}
