import { z } from 'zod';
import type { DeviceReads, DeviceStore } from '../application/ports.js';
import type { Device } from '../domain/device.js';
import type { DeviceRow, Prisma } from './generated/client.js';
import type { Db } from './saving.js';
import { within } from '@voltpark/kit/database/scope';

const faults = z.record(z.string(), z.object({ code: z.string(), isWarning: z.boolean() }));

function stateOf({ number: _number, faults: stored, ...row }: DeviceRow): Device {
  return { ...row, faults: faults.parse(stored) };
}

const columnsOf = (device: Device) => ({
  ...device,
  faults: { ...device.faults } as unknown as Prisma.InputJsonObject,
  reasons: [...device.reasons],
});

/** Devices, for reading. */
export function deviceReads(db: Db): DeviceReads {
  return {
    async byIds(ids, reach) {
      const where = { AND: [{ id: { in: [...ids] } }, within(reach)] };
      return (await db.deviceRow.findMany({ where })).map(stateOf);
    },
    async numbers(ids, reach) {
      const where = { AND: [{ id: { in: [...ids] } }, within(reach)] };
      const rows = await db.deviceRow.findMany({ where, select: { id: true, number: true } });
      return new Map(rows.map(({ id, number }) => [id, number]));
    },
    async ofStations(stationIds, reach) {
      const where = { AND: [{ stationId: { in: [...stationIds] } }, within(reach)] };
      return (await db.deviceRow.findMany({ where, orderBy: { id: 'asc' } })).map(stateOf);
    },
    async find({ facilityId, kind, health }, { limit, after }, reach) {
      const rows = await db.deviceRow.findMany({
        where: {
          AND: [
            { facilityId },
            within(reach),
            ...(kind === null ? [] : [{ kind }]),
            ...(health === null ? [] : [{ health }]),
            ...(after === null ? [] : [{ id: { gt: after } }]),
          ],
        },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(stateOf);
    },
  };
}

/** Devices within a transaction. */
export function deviceStore(tx: Db): DeviceStore {
  const reads = deviceReads(tx);
  const held = async (ids: readonly string[]) => {
    const rows = await tx.deviceRow.findMany({
      where: { id: { in: [...ids] } },
      orderBy: { id: 'asc' },
    });
    return rows.map(stateOf);
  };
  return {
    ...reads,
    async add(device) {
      const { count } = await tx.deviceRow.createMany({
        data: [columnsOf(device)],
        skipDuplicates: true,
      });
      if (count > 0) await tx.healthPeriodRow.create({ data: openPeriod(device, device.id) });
      return count > 0;
    },
    async hold(ids) {
      await tx.$queryRaw`SELECT FROM device WHERE id = ANY (${[...ids]}) ORDER BY id FOR UPDATE`;
      return held(ids);
    },
    async save(device) {
      await tx.deviceRow.update({ where: { id: device.id }, data: columnsOf(device) });
    },
    async heard(ids, now) {
      // In order, so that two batches about the same devices never wait for each other.
      await tx.$executeRaw`WITH spoke AS (
          SELECT id FROM device WHERE id = ANY (${[...ids]})
            AND (last_heard_at IS NULL OR last_heard_at < ${now}) ORDER BY id FOR UPDATE)
        UPDATE device SET last_heard_at = ${now} FROM spoke WHERE device.id = spoke.id`;
    },
    async turn(device, periodId) {
      const { id: deviceId, healthSince } = device;
      await tx.healthPeriodRow.updateMany({
        where: { deviceId, to: null },
        data: { to: healthSince },
      });
      await tx.healthPeriodRow.create({ data: openPeriod(device, periodId) });
    },
    async holdDue(now, { worseAfterMs, betterAfterMs }, limit) {
      const worse = new Date(now.getTime() - worseAfterMs);
      const better = new Date(now.getTime() - betterAfterMs);
      const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM device
        WHERE (condition <> health AND (condition_since <= ${better} OR health IN ('UNKNOWN', 'MAINTENANCE')
            OR condition IN ('UNKNOWN', 'MAINTENANCE')
            OR (condition_since <= ${worse} AND (condition = 'UNHEALTHY' OR health = 'HEALTHY'))))
          OR (silent_after_seconds IS NOT NULL AND condition NOT IN ('UNHEALTHY', 'MAINTENANCE', 'UNKNOWN')
            AND last_heard_at + make_interval(secs => silent_after_seconds) < ${now})
        ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
      return rows.length === 0 ? [] : held(rows.map(({ id }) => id));
    },
  };
}

const openPeriod = (
  { id: deviceId, facilityId, kind, health, healthSince: from }: Device,
  id: string,
) => ({ id, deviceId, facilityId, kind, health, from, to: null });
