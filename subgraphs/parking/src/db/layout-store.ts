import type { LayoutStore } from '../application/ports.js';
import { levelOf } from './rows.js';
import type { Db } from './saving.js';

/** Rows of slots written by one statement: below the number of parameters that Postgres takes. */
const slotsPerInsert = 1_000;

/** Levels and their slots, within a transaction. */
export function layoutStore(tx: Db): LayoutStore {
  return {
    async level(id) {
      const row = await tx.levelRow.findUnique({ where: { id } });
      return row === null ? null : levelOf(row);
    },
    async levelNames(facilityId) {
      const rows = await tx.levelRow.findMany({ where: { facilityId }, select: { name: true } });
      return new Set(rows.map(({ name }) => name));
    },
    async takenNumbers(facilityId, numbers) {
      const rows = await tx.$queryRaw<{ number: string }[]>`SELECT number FROM slot
        WHERE facility_id = ${facilityId} AND number = ANY (${[...numbers]})`;
      return new Set(rows.map(({ number }) => number));
    },
    async addLevel(level) {
      await tx.levelRow.create({ data: level });
    },
    async addSlots({ id: levelId, facilityId, tenantId }, slots) {
      const rows = slots.map(({ id, number, size, kind, distanceMetres }) => ({
        id,
        number,
        size,
        kind,
        distanceMetres,
        levelId,
        facilityId,
        tenantId,
      }));
      for (let from = 0; from < rows.length; from += slotsPerInsert) {
        await tx.slotRow.createMany({ data: rows.slice(from, from + slotsPerInsert) });
      }
    },
  };
}
