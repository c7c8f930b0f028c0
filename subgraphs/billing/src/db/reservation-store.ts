import { reservationsEvents } from '@voltpark/contracts';
import { z } from 'zod';
import type { ReservationStore } from '../application/ports.js';
import type { KnownReservation } from '../application/heard.js';
import type { ReservationRow } from './generated/client.js';
import type { Db } from './saving.js';

const charges = z.array(reservationsEvents.reservationChargeSchema);

/** A reservation as it was heard of. */
export const reservationOf = ({
  invoicedAt: _invoicedAt,
  ...row
}: ReservationRow): KnownReservation => ({ ...row, charges: charges.parse(row.charges) });

/** Reservations within a transaction. */
export function reservationStore(tx: Db): ReservationStore {
  return {
    async holdUninvoiced(id) {
      await tx.$queryRaw`SELECT 1 FROM reservation WHERE id = ${id} FOR UPDATE`;
      const row = await tx.reservationRow.findFirst({ where: { id, invoicedAt: null } });
      return row === null ? null : reservationOf(row);
    },
    async invoiced(id, at) {
      await tx.reservationRow.update({ where: { id }, data: { invoicedAt: at } });
    },
  };
}

/** Keeps what was heard of a reservation. */
export const keepReservation =
  (tx: Db) =>
  async ({ charges: owed, ...reservation }: KnownReservation): Promise<void> => {
    const data = { ...reservation, charges: owed.map((each) => ({ ...each })) };
    await tx.reservationRow.createMany({ data: [data], skipDuplicates: true });
    const { id, version } = reservation;
    await tx.reservationRow.updateMany({ where: { id, version: { lt: version } }, data });
  };
