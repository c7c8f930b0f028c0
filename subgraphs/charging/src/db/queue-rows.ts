import { chargingEvents } from '@voltpark/contracts';
import { z } from 'zod';
import type { QueueOf } from '../application/queue-ports.js';
import type { Offer, Queue, QueueConnector, QueueEntry } from '../domain/queue.js';
import type { ChargingQueueRow, QueueEntryRow } from './generated/client.js';
import { connectorOf } from './rows.js';
import type { Db } from './saving.js';
import { isOpenRow } from './session-reads.js';

const refusedSlots = z.record(z.string(), z.coerce.date());
const connectorTypes = z.array(chargingEvents.connectorTypeSchema);

/** The entry that a row stands for. */
export function entryOf(row: QueueEntryRow): QueueEntry {
  const { offerId, connectorId, slotId, offeredAt, expiresAt, takenAt, keptUntil, isSlotKept } =
    row;
  const { id, facilityId, tenantId, registration, customerId, status, place, joinedAt } = row;
  const { snoozes, snoozedUntil, lastOfferId, endedAt, position, estimatedWaitSeconds } = row;
  const hasOffer =
    offerId !== null && connectorId !== null && offeredAt !== null && expiresAt !== null;
  const offer: Offer | null = hasOffer
    ? { id: offerId, connectorId, slotId, offeredAt, expiresAt, takenAt, keptUntil, isSlotKept }
    : null;
  return {
    ...{ id, facilityId, tenantId, registration, customerId, status, place, joinedAt },
    connectorTypes: connectorTypes.parse(row.connectorTypes),
    ...{ snoozes, snoozedUntil, offer, lastOfferId, endedAt, position, estimatedWaitSeconds },
    version: row.version,
  };
}

/** The row of an entry. */
export function entryData(entry: QueueEntry): QueueEntryRow {
  const { offer, connectorTypes: types, ...rest } = entry;
  return {
    ...rest,
    connectorTypes: [...types],
    offerId: offer?.id ?? null,
    connectorId: offer?.connectorId ?? null,
    slotId: offer?.slotId ?? null,
    offeredAt: offer?.offeredAt ?? null,
    expiresAt: offer?.expiresAt ?? null,
    takenAt: offer?.takenAt ?? null,
    keptUntil: offer?.keptUntil ?? null,
    isSlotKept: offer?.isSlotKept ?? false,
  };
}

/** Queues with all that is decided by: who is in them, and what the connectors of their facilities are doing. */
export async function queuesOf(
  db: Db,
  facilities: readonly QueueOf[],
  alsoEntryId: string | null = null,
): Promise<Queue[]> {
  const facilityId = { in: facilities.map(({ id }) => id) };
  const also = alsoEntryId === null ? [] : [{ id: alsoEntryId }];
  const rows = await db.chargingQueueRow.findMany({ where: { facilityId } });
  const entries = await db.queueEntryRow.findMany({
    where: { facilityId, OR: [{ endedAt: null }, ...also] },
    orderBy: [{ facilityId: 'asc' }, { place: 'asc' }],
  });
  const connectors = await connectorsAt(db, facilityId);
  return facilities.map((facility) => {
    const row = rows.find((one) => one.facilityId === facility.id);
    const own = connectors.filter((connector) => connector.facilityId === facility.id);
    const charging = own.flatMap(({ seen, sessionId }) =>
      seen.session === null || sessionId === null
        ? []
        : ([[seen.session.registration, sessionId]] as const),
    );
    return {
      facilityId: facility.id,
      tenantId: facility.tenantId,
      isOpen: facility.isOpen,
      ...standingOf(row),
      entries: entries.filter((entry) => entry.facilityId === facility.id).map(entryOf),
      connectors: own.map(({ seen }) => seen),
      charging: new Map(charging),
    };
  });
}

const standingOf = (row: ChargingQueueRow | undefined) => ({
  nextPlace: row?.nextPlace ?? 1,
  refusedSlots: refusedSlots.parse(row?.refusedSlots ?? {}),
});

/** Connectors in the order in which they are offered, with the sessions on them and the vehicles in front of them. */
async function connectorsAt(db: Db, facilityId: { in: string[] }) {
  const rows = await db.connectorRow.findMany({
    where: { facilityId },
    include: { charger: { select: { slotId: true, station: { select: { status: true } } } } },
    orderBy: [{ powerW: 'desc' }, { id: 'asc' }],
  });
  const sessions = await db.chargingSessionRow.findMany({
    where: { facilityId, AND: isOpenRow },
    select: { id: true, connectorId: true, registration: true, estimatedEndAt: true },
  });
  const slotIds = rows.flatMap(({ charger }) => (charger.slotId === null ? [] : [charger.slotId]));
  const stays = await db.stayRow.findMany({
    where: { slotId: { in: slotIds }, leftAt: null, mergedIntoId: null },
    select: { slotId: true, registration: true },
  });
  const vehicleAt = new Map(stays.map(({ slotId, registration }) => [slotId, registration]));
  return rows.map((row) => {
    const { id, chargerId, type, powerW, slotId, status, reservation } = connectorOf(row);
    const session = sessions.find(({ connectorId }) => connectorId === id);
    const seen: QueueConnector = {
      ...{ id, chargerId, type, powerW, slotId, status, reservation },
      isOnline: row.charger.station.status === 'ONLINE',
      session:
        session === undefined
          ? null
          : { registration: session.registration, endsAt: session.estimatedEndAt },
      standing: slotId === null ? null : (vehicleAt.get(slotId) ?? null),
    };
    return { facilityId: row.facilityId, sessionId: session?.id ?? null, seen };
  });
}
