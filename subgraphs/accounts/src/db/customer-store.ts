import type { CustomerReads, CustomerStore } from '../application/stores.js';
import { customerOf, withAccount } from './rows.js';
import { idsAmong, isId, lockRows, type Db } from './tx.js';

export function customerReads(db: Db): CustomerReads {
  return {
    async byIds(ids) {
      const rows = await db.customer.findMany({
        where: { id: { in: idsAmong(ids) } },
        include: withAccount,
      });
      return rows.map(customerOf);
    },
  };
}

export function customerStore(tx: Db): CustomerStore {
  return {
    ...customerReads(tx),
    async hold(id) {
      if (!isId(id)) return null;
      await lockRows(tx, 'customer', [id]);
      const row = await tx.customer.findUnique({ where: { id }, include: withAccount });
      return row && customerOf(row);
    },
  };
}
