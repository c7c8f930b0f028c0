import type { ProcessorOperation } from '../application/processor.js';
import type { PrismaClient, Prisma } from '../db/generated/client.js';

/** An operation as the simulated processor keeps it. */
export interface SimulatedOperation {
  readonly id: string;
  readonly kind: ProcessorOperation['kind'];
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly token: string;
  readonly outcome: 'APPROVED' | 'DECLINED';
  readonly code: string | null;
  readonly explanation: string | null;
  readonly arrivesAt: Date;
}

/** What the simulated processor has to tell. */
export interface SimulatedWebhook {
  readonly id: string;
  readonly operation: SimulatedOperation;
}

/**
 * The books of the simulated processor. They stand in tables of their own in billing's database, so that it still
 * knows after a restart what it was asked; nothing else reads or writes them.
 */
export interface SimulatedStore {
  /** All operations of a payment, with nobody else at them. */
  inTurn<Result>(
    paymentId: string,
    work: (books: Books, operations: readonly SimulatedOperation[]) => Promise<Result>,
  ): Promise<Result>;
  find(key: string): Promise<SimulatedOperation | null>;
  /** Takes webhooks that are due; they come again at `retryAt` unless they are settled. */
  takeWebhooks(now: Date, retryAt: Date, limit: number): Promise<SimulatedWebhook[]>;
  settleWebhook(id: string): Promise<void>;
}

export interface Books {
  add(operation: SimulatedOperation): Promise<void>;
  decline(key: string, code: string, explanation: string): Promise<void>;
  tell(webhookId: string, operationId: string, dueAt: Date): Promise<void>;
}

/** The books over billing's database. */
export function simulatedStore(prisma: PrismaClient): SimulatedStore {
  return {
    inTurn: (paymentId, work) =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${paymentId}, 0))`;
        const rows = await tx.simulatedOperationRow.findMany({ where: { paymentId } });
        return work(booksIn(tx), rows.map(operationOf));
      }),
    async find(key) {
      const row = await prisma.simulatedOperationRow.findUnique({ where: { id: key } });
      return row === null ? null : operationOf(row);
    },
    async takeWebhooks(now, retryAt, limit) {
      const taken = await prisma.$queryRaw<{ id: string; operation_id: string }[]>`
        UPDATE simulated_webhook SET due_at = ${retryAt}, attempts = attempts + 1 WHERE id IN (
          SELECT id FROM simulated_webhook WHERE due_at <= ${now} AND attempts < ${webhookAttempts}
          ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING id, operation_id`;
      const where = { id: { in: taken.map((row) => row.operation_id) } };
      const rows = taken.length === 0 ? [] : await prisma.simulatedOperationRow.findMany({ where });
      const operations = new Map(rows.map((row) => [row.id, operationOf(row)]));
      return taken.flatMap(({ id, operation_id: operationId }) => {
        const operation = operations.get(operationId);
        return operation === undefined ? [] : [{ id, operation }];
      });
    },
    async settleWebhook(id) {
      await prisma.simulatedWebhookRow.deleteMany({ where: { id } });
    },
  };
}

/** Deliveries of one webhook, until the processor gives it up. */
const webhookAttempts = 20;

function booksIn(tx: Prisma.TransactionClient): Books {
  return {
    async add({ amountMinor, ...operation }) {
      const data = { ...operation, amountMinor: BigInt(amountMinor) };
      await tx.simulatedOperationRow.create({ data });
    },
    async decline(key, code, explanation) {
      const data = { outcome: 'DECLINED', code, explanation };
      await tx.simulatedOperationRow.update({ where: { id: key }, data });
    },
    async tell(id, operationId, dueAt) {
      await tx.simulatedWebhookRow.create({ data: { id, operationId, dueAt } });
    },
  };
}

function operationOf(row: Prisma.SimulatedOperationRowGetPayload<object>): SimulatedOperation {
  return {
    ...row,
    kind: row.kind as SimulatedOperation['kind'],
    outcome: row.outcome as SimulatedOperation['outcome'],
    amountMinor: Number(row.amountMinor),
  };
}
