import type { Stores } from '../application/ports.js';
import { facilityOf } from './rows.js';
import type { Db } from './saving.js';

/** Facilities and vehicles, as far as parking knows them. */
export function facilityStore(db: Db): Pick<Stores, 'facility' | 'customerOf' | 'vehicleNeeds'> {
  return {
    async facility(id) {
      const row = await db.facilityRow.findUnique({ where: { id } });
      return row === null ? null : facilityOf(row);
    },
    async customerOf(registration) {
      const row = await db.vehicleRow.findFirst({
        where: { registration, active: true },
        orderBy: { id: 'desc' },
        select: { customerId: true },
      });
      return row?.customerId ?? null;
    },
    vehicleNeeds: (registration) =>
      db.vehicleRow.findFirst({
        where: { registration, active: true },
        orderBy: { id: 'desc' },
        select: { size: true, isElectric: true },
      }),
  };
}
