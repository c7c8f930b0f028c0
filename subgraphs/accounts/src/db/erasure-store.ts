import type { Person } from '@voltpark/contracts';
import type { ErasureReads, ErasureStore } from '../application/erasure-stores.js';
import type { ContextAnswer, Erasure, ErasureEvent } from '../domain/erasure.js';
import type { Prisma } from './generated/client.js';
import { isId, lockRows, type Db } from './tx.js';

export function erasureReads(db: Db): ErasureReads {
  return {
    byId: (id) =>
      isId(id) ? db.erasure.findUnique({ where: { id } }) : Promise.resolve<Erasure | null>(null),
    latestOf: (customerId) =>
      db.erasure.findFirst({ where: { customerId }, orderBy: { requestedAt: 'desc' } }),
    async answers(erasureId) {
      const rows = await db.erasureAnswer.findMany({
        where: { erasureId },
        orderBy: { context: 'asc' },
      });
      return rows.map(({ context, step, outcome, open, found, kept }) => ({
        context,
        step: step as ContextAnswer['step'],
        outcome: outcome as ContextAnswer['outcome'],
        open: open as unknown as ContextAnswer['open'],
        found: found as unknown as ContextAnswer['found'],
        kept: kept as unknown as ContextAnswer['kept'],
      }));
    },
  };
}

export function erasureStore(tx: Db): ErasureStore {
  return {
    ...erasureReads(tx),
    async hold(id) {
      if (!isId(id)) return null;
      await lockRows(tx, 'erasure', [id]);
      return tx.erasure.findUnique({ where: { id } });
    },
    async unfinished(limit) {
      const rows = await tx.erasure.findMany({
        where: { endedAt: null },
        orderBy: { requestedAt: 'asc' },
        select: { id: true },
        take: limit,
      });
      return rows.map(({ id }) => id);
    },
    async keepAnswer(erasureId, { context, step, outcome, open, found, kept }, answeredAt) {
      const columns = {
        ...{ step, outcome, answeredAt },
        open: open as unknown as Prisma.InputJsonArray,
        found,
        kept: kept as unknown as Prisma.InputJsonArray,
      };
      await tx.erasureAnswer.upsert({
        where: { erasureId_context: { erasureId, context } },
        create: { erasureId, context, ...columns },
        update: columns,
      });
    },
    person: (customerId) => personOf(tx, customerId),
  };
}

async function personOf(tx: Db, customerId: string): Promise<Person | null> {
  const customer = await tx.customer.findUnique({ where: { id: customerId } });
  if (customer === null) return null;
  const bears = { customerId };
  const vehicles = await tx.vehicle.findMany({ where: bears, select: { registration: true } });
  const passes = await tx.pass.findMany({ where: bears, select: { registration: true } });
  const registrations = [
    ...new Set([...vehicles, ...passes].map(({ registration }) => registration)),
  ].sort();
  const others = await tx.vehicle.findMany({
    where: {
      registration: { in: registrations },
      status: 'ACTIVE',
      NOT: { customerId },
    },
    select: { registration: true },
  });
  const taken = new Set(others.map(({ registration }) => registration));
  return {
    customerId,
    accountId: customer.accountId,
    registrations: registrations.filter((registration) => !taken.has(registration)),
  };
}

/** Brings the tables to the state that an event of an erasure leads to. */
export async function applyErasureEvent(tx: Db, { erasure }: ErasureEvent): Promise<void> {
  const { id, customerId: _customer, accountId: _account, ...columns } = erasure;
  await tx.erasure.upsert({ where: { id }, create: { ...erasure }, update: columns });
}
