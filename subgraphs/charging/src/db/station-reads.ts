import type { StationReads } from '../application/ports.js';
import type { Prisma } from './generated/client.js';
import { chargerOf, connectorOf, stationOf } from './rows.js';
import type { Db } from './saving.js';
import { within } from '@voltpark/kit/database/scope';

/** Every connector is told with the slot of its charger. */
export const withSlot = { charger: { select: { slotId: true } } } as const;

/** Stations, chargers and connectors, for reading. */
export function stationReads(db: Db): StationReads {
  const connectorsWhere = async (where: Prisma.ConnectorRowWhereInput) => {
    const rows = await db.connectorRow.findMany({
      where,
      include: withSlot,
      orderBy: [{ chargerId: 'asc' }, { ordinal: 'asc' }],
    });
    return rows.map(connectorOf);
  };
  return {
    async byIds(ids, reach) {
      const rows = await db.stationRow.findMany({
        where: { id: { in: [...ids] }, AND: within(reach) },
      });
      return rows.map(stationOf);
    },
    async find({ facilityId, status, connectorType }, { limit, after }, reach) {
      const rows = await db.stationRow.findMany({
        where: {
          AND: [
            within(reach),
            facilityId === null ? {} : { facilityId },
            status === null ? {} : { status },
            connectorType === null
              ? {}
              : { chargers: { some: { connectors: { some: { type: connectorType } } } } },
            behind(after),
          ],
        },
        orderBy: [{ nameKey: 'asc' }, { id: 'asc' }],
        take: limit,
      });
      return rows.map((row) => ({ station: stationOf(row), nameKey: row.nameKey }));
    },
    async chargersOf(stationIds, reach) {
      const rows = await db.chargerRow.findMany({
        where: { stationId: { in: [...stationIds] }, AND: within(reach) },
        orderBy: [{ stationId: 'asc' }, { ordinal: 'asc' }],
      });
      return rows.map(chargerOf);
    },
    async chargers(ids, reach) {
      const rows = await db.chargerRow.findMany({
        where: { id: { in: [...ids] }, AND: within(reach) },
      });
      return rows.map(chargerOf);
    },
    connectorsOf: (chargerIds, reach) =>
      connectorsWhere({ chargerId: { in: [...chargerIds] }, AND: within(reach) }),
    connectors: (ids, reach) => connectorsWhere({ id: { in: [...ids] }, AND: within(reach) }),
    connectorsAtSlot: (slotId) => connectorsWhere({ charger: { slotId } }),
  };
}

/** Behind a position in a list by name. */
function behind(after: readonly [nameKey: string, id: string] | null) {
  if (after === null) return {};
  const [nameKey, id] = after;
  return { OR: [{ nameKey: { gt: nameKey } }, { nameKey, id: { gt: id } }] };
}
