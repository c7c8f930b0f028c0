import type { PassProduct } from '../domain/pass-product.js';
import type { Pass } from '../domain/pass.js';
import type { Prisma } from './generated/client.js';

/** Rows of passes, and the states they mean. */

export function productOf(row: Prisma.PassProductGetPayload<object>): PassProduct {
  const { amount, currency, taxPercent, ...rest } = row;
  return { ...rest, price: { amount, currency, taxPercent } };
}

export function productColumns({ price, ...product }: PassProduct) {
  return { ...product, ...price, facilityIds: [...product.facilityIds] };
}

export function passOf(row: Prisma.PassGetPayload<object>): Pass {
  const { amount, currency, taxPercent, status, activatedAt, cancelledAt, cancelReason, ...rest } =
    row;
  const base = { ...rest, price: { amount, currency, taxPercent } };
  if (status === 'PENDING') return { ...base, status };
  if (status === 'CANCELLED') {
    if (cancelledAt === null) throw new Error(`The pass ${row.id} was cancelled at no time.`);
    return { ...base, status, activatedAt, cancelledAt, cancelReason };
  }
  if (activatedAt === null) throw new Error(`The pass ${row.id} came into force at no time.`);
  return { ...base, status, activatedAt };
}

export function passColumns({ price, ...pass }: Pass) {
  const isCancelled = pass.status === 'CANCELLED';
  return {
    ...pass,
    ...price,
    facilityIds: [...pass.facilityIds],
    activatedAt: pass.status === 'PENDING' ? null : pass.activatedAt,
    cancelledAt: isCancelled ? pass.cancelledAt : null,
    cancelReason: isCancelled ? pass.cancelReason : null,
  };
}
