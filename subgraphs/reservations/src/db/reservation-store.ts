import { slotSizeSchema } from '@voltpark/contracts';
import { appendEvents } from '@voltpark/kit/database/saving';
import { reaches } from '@voltpark/kit/reach';
import { visibleTo } from '@voltpark/kit/database/scope';
import type { Stores } from '../application/ports.js';
import { facilityReads } from './facility-reads.js';
import { reservationOf, rowOf } from './rows.js';
import type { Db, Saving } from './saving.js';

/** Reservations and terms within a transaction: state and outbox rows together. */
export function reservationStore(
  saving: Saving,
): Omit<Stores, 'once' | 'known' | 'holdTerms' | 'saveTerms'> {
  const { tx } = saving;
  return {
    ...facilityReads(tx),
    ...ofVehicles(tx),
    async holdCalendar(facilityId) {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`calendar ${facilityId}`}, 0))`;
    },
    async holdVehicle(registration) {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`vehicle ${registration}`}, 0))`;
    },
    async hold(id, viewer) {
      await tx.$queryRaw`SELECT 1 FROM reservation WHERE id = ${id} FOR UPDATE`;
      const where = { AND: [{ id }, visibleTo(viewer)] };
      const row = await tx.reservationRow.findFirst({ where });
      return row === null ? null : reservationOf(row);
    },
    async agreed(bookingId) {
      await tx.reservationRow.updateMany({ where: { bookingId }, data: { agreement: 'AGREED' } });
    },
    async idOfBooking(bookingId) {
      const row = await tx.reservationRow.findUnique({
        where: { bookingId },
        select: { id: true },
      });
      return row?.id ?? null;
    },
    async save(events) {
      for (const { type, reservation } of events) {
        const data = rowOf(reservation);
        if (type === 'ReservationCreated') await tx.reservationRow.create({ data });
        else {
          const where = { id: reservation.id, version: reservation.version - 1 };
          await tx.reservationRow.update({ where, data });
        }
      }
      await appendEvents(saving, events);
    },
    async endOf(parkingSessionId, at) {
      await tx.$executeRaw`UPDATE reservation SET kept_until = GREATEST(opens_at, ${at})
        WHERE parking_session_id = ${parkingSessionId} AND status = 'FULFILLED' AND kept_until > ${at}`;
    },
  };
}

/** What is known by a vehicle's registration, within a transaction. */
function ofVehicles(
  tx: Db,
): Pick<Stores, 'confirmedOf' | 'liveOf' | 'isElsewhere' | 'vehicle' | 'stayOf'> {
  return {
    async confirmedOf(registration, facilityId) {
      const rows = await tx.reservationRow.findMany({
        where: { registration, facilityId, status: 'CONFIRMED' },
        orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
        select: { id: true },
      });
      return rows.map(({ id }) => id);
    },
    async isElsewhere(registration, { startsAt, endsAt }, exceptId) {
      const overlapping = { startsAt: { lt: endsAt }, endsAt: { gt: startsAt } };
      const row = await tx.reservationRow.findFirst({
        where: {
          ...{ registration, status: { in: ['PENDING', 'CONFIRMED'] }, ...overlapping },
          ...(exceptId === null ? {} : { id: { not: exceptId } }),
        },
        select: { id: true },
      });
      return row !== null;
    },
    liveOf: (registration) =>
      tx.reservationRow.count({
        where: { registration, status: { in: ['PENDING', 'CONFIRMED'] } },
      }),
    async vehicle(registration) {
      const row = await tx.vehicleRow.findFirst({
        where: { registration, retiredAt: null },
        orderBy: { id: 'desc' },
      });
      return row === null ? null : { ...row, size: slotSizeSchema.parse(row.size) };
    },
    async stayOf(registration) {
      return tx.stayRow.findFirst({
        where: { registration, overAt: null },
        orderBy: { enteredAt: 'desc' },
      });
    },
  };
}

/** Terms of facilities within a transaction. */
export function termsStore(saving: Saving): Pick<Stores, 'holdTerms' | 'saveTerms'> {
  const { tx } = saving;
  return {
    async holdTerms(facilityId, reach) {
      await tx.$queryRaw`SELECT 1 FROM facility WHERE id = ${facilityId} FOR UPDATE`;
      const terms = await facilityReads(tx).terms(facilityId);
      return terms !== null && reaches(reach, terms.tenantId) ? terms : null;
    },
    async saveTerms(event, content) {
      const { facilityId, tenantId, version } = event.terms;
      const data = { facilityId, tenantId, content: { ...content }, version };
      await tx.termsRow.upsert({ where: { facilityId }, create: data, update: data });
      await appendEvents(saving, [event]);
    },
  };
}
