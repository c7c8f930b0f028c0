import { changedCharges } from '../domain/charges.js';
import { reservationLines } from '../domain/reservation.js';
import { issueDocuments, type Issuer, type ToBeIssued } from './issuing.js';
import type { Ports, Stores } from './ports.js';

/**
 * Bills a reservation that nobody came for, or that was called off late: one invoice of its own. One that was fulfilled
 * stands on the invoice of its stay.
 * @throws Error when its facility was not heard of yet: not now, then
 */
export async function billReservation(
  { newId }: Pick<Ports, 'newId'>,
  stores: Stores,
  reservationId: string,
  now: Date,
): Promise<void> {
  const reservation = await stores.reservations.holdUninvoiced(reservationId);
  if (reservation === null || reservation.parkingSessionId !== null) return;
  const lines = reservationLines(reservation);
  const { tenantId, facilityId, customerId, registration } = reservation;
  const [first] = reservation.charges;
  if (first === undefined) return;
  const facility = await stores.facility(facilityId);
  if (facility === null) throw new Error(`Facility ${facilityId} is not known yet.`);
  const { timeZone, dueDays, seller } = facility;
  const issuer: Issuer = { stores, newId, now, dueDays, seller };
  const frame = { tenantId, facilityId, customerId, parkingSessionId: null };
  const { currency } = first;
  const current = await stores.charges.currentOfSource('RESERVATION', reservationId);
  const made = { newId, at: now };
  await stores.charges.save(changedCharges(current, lines, { ...frame, currency }, made));
  const invoice: ToBeIssued = {
    what: {
      ...{ ...frame, kind: 'INVOICE', purpose: 'RESERVATION', registration, passId: null },
      ...{ currency, timeZone, createdAt: now },
    },
    ...{ draft: null, lines, parkingPaidUntil: null },
  };
  await issueDocuments(issuer, { credited: [], explanation: [], invoice });
  await stores.reservations.invoiced(reservationId, now);
}
