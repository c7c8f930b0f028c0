import type { VehicleReads, VehicleStore } from '../application/stores.js';
import { vehicleOf } from './rows.js';
import { idsAmong, isId, isText, lockName, lockRows, type Db } from './tx.js';

export function vehicleReads(db: Db): VehicleReads {
  return {
    async byIds(ids) {
      const rows = await db.vehicle.findMany({ where: { id: { in: idsAmong(ids) } } });
      return rows.map(vehicleOf);
    },
    async byRegistrations(registrations) {
      const rows = await db.vehicle.findMany({
        where: { registration: { in: registrations.filter(isText) }, status: 'ACTIVE' },
      });
      return rows.map(vehicleOf);
    },
    async find(criteria, { limit, after }) {
      const { customerId, type, isElectric, status, registrationPrefix: prefix } = criteria;
      if (customerId !== undefined && !isId(customerId)) return [];
      if (prefix !== undefined && !isText(prefix)) return [];
      const rows = await db.vehicle.findMany({
        where: {
          ...(customerId === undefined ? {} : { customerId }),
          ...(type === undefined ? {} : { type }),
          ...(isElectric === undefined ? {} : { isElectric }),
          ...(status === undefined ? {} : { status }),
          ...(prefix === undefined ? {} : { registration: { startsWith: prefix } }),
          ...(after === null ? {} : { id: { gt: after } }),
        },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(vehicleOf);
    },
  };
}

export function vehicleStore(tx: Db): VehicleStore {
  return {
    ...vehicleReads(tx),
    async hold(id, customerId) {
      if (!isId(id)) return null;
      await lockRows(tx, 'vehicle', [id]);
      const row = await tx.vehicle.findFirst({ where: { id, customerId } });
      return row && vehicleOf(row);
    },
    async holdByOffer(offerHash) {
      const found = await tx.vehicle.findUnique({ where: { offerHash } });
      if (found === null) return null;
      await lockRows(tx, 'vehicle', [found.id]);
      const row = await tx.vehicle.findUnique({ where: { offerHash } });
      return row && vehicleOf(row);
    },
    countActive: (customerId) => tx.vehicle.count({ where: { customerId, status: 'ACTIVE' } }),
    async isRegistrationTaken(registration) {
      await lockName(tx, 'registration', registration);
      return (await tx.vehicle.count({ where: { registration, status: 'ACTIVE' } })) > 0;
    },
  };
}
