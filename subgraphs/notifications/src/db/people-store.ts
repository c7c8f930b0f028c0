import type { Reads, Stores } from '../application/ports.js';
import type { NoticeKind } from '../domain/kinds.js';
import type { Db } from './saving.js';

/** Customers, for reading. */
export function peopleReads(db: Db): Reads['people'] {
  return {
    contact: (customerId) => db.contactRow.findUnique({ where: { customerId } }),
    contacts: (customerIds) =>
      db.contactRow.findMany({ where: { customerId: { in: [...customerIds] } } }),
    async preferences(customerId) {
      const rows = await db.preferenceRow.findMany({ where: { customerId } });
      return rows.map(({ kind, channel, isWanted }) => ({
        ...{ kind: kind as NoticeKind, channel, isWanted },
      }));
    },
    quietHours: (customerId) => db.quietHoursRow.findUnique({ where: { customerId } }),
    devices: (customerId) =>
      db.pushDeviceRow.findMany({ where: { customerId }, orderBy: { id: 'asc' } }),
    device: (id) => db.pushDeviceRow.findUnique({ where: { id } }),
  };
}

/** Customers within a transaction. */
export function peopleStore(tx: Db): Stores['peopleStore'] {
  const reads = peopleReads(tx);
  return {
    async keepContact({ customerId, displayName, email, phone, locale, version }) {
      await tx.$executeRaw`
        INSERT INTO contact (customer_id, display_name, email, phone, locale, version)
        VALUES (${customerId}, ${displayName}, ${email}, ${phone}, ${locale}, ${version})
        ON CONFLICT (customer_id) DO UPDATE SET display_name = excluded.display_name, email = excluded.email,
          phone = excluded.phone, locale = excluded.locale, version = excluded.version
        WHERE contact.version < excluded.version`;
    },
    async known(customerId) {
      const [preferences, quietHours, devices] = await Promise.all([
        reads.preferences(customerId),
        reads.quietHours(customerId),
        reads.devices(customerId),
      ]);
      return { preferences, quietHours, deviceIds: devices.map(({ id }) => id) };
    },
    async setPreference(customerId, { kind, channel, isWanted }) {
      await tx.preferenceRow.upsert({
        where: { customerId_kind_channel: { customerId, kind, channel } },
        create: { customerId, kind, channel, isWanted },
        update: { isWanted },
      });
    },
    async setQuietHours(customerId, hours) {
      await tx.quietHoursRow.deleteMany({ where: { customerId } });
      if (hours === null) return;
      const { from, until, timeZone } = hours;
      await tx.quietHoursRow.create({ data: { customerId, from, until, timeZone } });
    },
    addDevice: (device) =>
      tx.pushDeviceRow.upsert({
        where: { token: device.token },
        create: device,
        update: { customerId: device.customerId },
      }),
    async removeDevice(id, customerId) {
      return (await tx.pushDeviceRow.deleteMany({ where: { id, customerId } })).count > 0;
    },
  };
}
