import type { PaymentMethodReads } from '../application/stores.js';
import { isId, type Db } from './tx.js';

export function paymentMethodReads(db: Db): PaymentMethodReads {
  return {
    of: (customerId, { limit, after }) =>
      db.paymentMethod.findMany({
        where: { customerId, ...(after === null ? {} : { id: { gt: after } }) },
        orderBy: { id: 'asc' },
        take: limit,
      }),
    async byId(id, customerId) {
      return isId(id) ? db.paymentMethod.findFirst({ where: { id, customerId } }) : null;
    },
  };
}
