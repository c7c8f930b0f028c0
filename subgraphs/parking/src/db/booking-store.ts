import type { BookingStore } from '../application/booking-port.js';
import type { Db } from './saving.js';

/** Bookings of slots, within a transaction. They change only while their slot is held (locked). */
export function bookingStore(tx: Db): BookingStore {
  /** What of a slot is looked at at the barrier: when its next planned booking begins. */
  const settle = (slotId: string) =>
    tx.$executeRaw`UPDATE slot SET booked_from = (
        SELECT min(b."from") FROM slot_booking b WHERE b.slot_id = ${slotId} AND b.status = 'PLANNED'
      ) WHERE id = ${slotId}`;
  const change = async (id: string, from: readonly string[], status: string) => {
    const where = { id, status: { in: [...from] } };
    const rows = await tx.slotBookingRow.findMany({ where, select: { slotId: true } });
    await tx.slotBookingRow.updateMany({ where, data: { status } });
    for (const { slotId } of rows) await settle(slotId);
  };
  return {
    async isKnown(id) {
      return (await tx.slotBookingRow.count({ where: { id } })) > 0;
    },
    standingIn: (slotId) =>
      tx.parkingSessionRow.findFirst({
        where: { slotId, status: 'OPEN' },
        select: { registration: true, enteredAt: true },
      }),
    liveOf: (reservationId) =>
      tx.slotBookingRow.findMany({
        where: { reservationId, status: { in: ['PLANNED', 'OPENED'] } },
        orderBy: { slotId: 'asc' },
        select: { id: true, slotId: true },
      }),
    async add({ tenantId: _tenantId, ...booking }, status) {
      await tx.slotBookingRow.create({ data: { ...booking, status } });
      await settle(booking.slotId);
    },
    open: (id) => change(id, ['PLANNED'], 'OPENED'),
    end: (id) => change(id, ['PLANNED', 'OPENED'], 'OVER'),
    forgetPast: (endedBefore, limit) =>
      tx.$executeRaw`DELETE FROM slot_booking WHERE id IN (
        SELECT id FROM slot_booking WHERE until < ${endedBefore} AND status <> 'PLANNED' LIMIT ${limit})`,
  };
}
