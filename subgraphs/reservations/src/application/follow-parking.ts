import type { Decision } from '@voltpark/kit/decision';
import { claimOf } from '../domain/booking-window.js';
import { firstFree, fittingSlots } from '../domain/calendar.js';
import { changed, decideArrival, decideNoShow, decideReject } from '../domain/decide.js';
import { isUpcoming, type Reservation, type ReservationEvent } from '../domain/reservation.js';
import type { KnownStay, Ports, Stores } from './ports.js';
import { everyone } from '@voltpark/kit/viewer';

/** What parking says of a slot is heard in the transaction of its event. */
type Tools = Pick<Ports, 'clock' | 'newId'>;

const eventsOf = (decision: Decision<ReservationEvent, never>) =>
  decision.outcome === 'accepted' ? decision.events : [];

/** Parking promises the slot to nobody else any more. */
export async function heardAgreement(stores: Stores, bookingId: string): Promise<void> {
  await stores.agreed(bookingId);
}

/**
 * Parking does not keep the slot: it is promised, taken or out of service. The reservation moves to another one that is
 * free; where there is none, it comes to nothing, and nothing is to be paid.
 */
export async function heardRefusal(
  tools: Tools,
  stores: Stores,
  booking: { readonly bookingId: string; readonly facilityId: string; readonly reason: string },
): Promise<void> {
  await stores.holdCalendar(booking.facilityId);
  const id = await stores.idOfBooking(booking.bookingId);
  const reservation = id === null ? null : await stores.hold(id, everyone);
  // Moved meanwhile, or over: the slot is none of its business any more.
  if (reservation === null || reservation.bookingId !== booking.bookingId) return;
  if (!isUpcoming(reservation)) return;
  await stores.save(await moved(tools, stores, reservation, booking.reason));
}

async function moved(
  { clock, newId }: Tools,
  stores: Stores,
  reservation: Reservation,
  why: string,
): Promise<readonly ReservationEvent[]> {
  const at = clock.now();
  // Nobody can come any more, whichever slot it is.
  if (reservation.noShowAt <= at) {
    return eventsOf(decideReject(reservation, `It was kept too late (${why}).`, at));
  }
  const refusedSlotIds = [...reservation.refusedSlotIds, reservation.slotId];
  const facility = await stores.facility(reservation.facilityId);
  const slots = await stores.calendar(reservation.facilityId, at, reservation.id);
  const needs = { size: reservation.vehicleSize, isElectric: reservation.isElectric };
  const fitting = fittingSlots(slots, needs, facility?.evPolicy ?? 'STRICT');
  const others = fitting.filter((slot) => !refusedSlotIds.includes(slot.id));
  const slot = firstFree(others, claimOf(reservation, reservation.terms));
  if (slot === null) {
    return eventsOf(decideReject(reservation, `No slot is left for it (${why}).`, at));
  }
  const reason = `Slot ${reservation.slotNumber} is not to be had (${why}).`;
  const event = changed(reservation, reservation, slot, { bookingId: newId(), at, reason });
  return [{ ...event, reservation: { ...event.reservation, refusedSlotIds } }];
}

/** A vehicle came: with a reservation whose window is open, that one is fulfilled. */
export async function heardArrival(
  { clock }: Tools,
  stores: Stores,
  stay: KnownStay,
): Promise<void> {
  await stores.known.keepStay(stay);
  for (const id of await stores.confirmedOf(stay.registration, stay.facilityId)) {
    const reservation = await stores.hold(id, everyone);
    if (reservation?.status !== 'CONFIRMED') continue;
    const { opensAt, noShowAt } = reservation;
    // Who comes earlier has come without a reservation, and has it still.
    if (stay.enteredAt < opensAt || stay.enteredAt >= noShowAt) continue;
    await fulfil(stores, reservation, stay, clock.now());
    return;
  }
}

/** The kept slot was taken by its vehicle, which may have stood there already when the window opened. */
export async function heardHoldUsed(
  { clock }: Tools,
  stores: Stores,
  { bookingId, registration }: { readonly bookingId: string; readonly registration: string },
): Promise<void> {
  const id = await stores.idOfBooking(bookingId);
  const reservation = id === null ? null : await stores.hold(id, everyone);
  const stay = await stores.stayOf(registration);
  if (reservation === null || stay?.slotId !== reservation.slotId) return;
  await fulfil(stores, reservation, stay, clock.now());
}

async function fulfil(stores: Stores, reservation: Reservation, stay: KnownStay, now: Date) {
  const events = eventsOf(decideArrival(reservation, stay, now));
  await stores.save(events);
  // Where a gate put it into another slot, its own is free for others.
  const isElsewhere = stay.slotId !== reservation.slotId && events.length > 0;
  if (isElsewhere) await stores.endOf(stay.id, now);
}

/** The kept slot was given up: nobody came in time. Parking, which stands at the barrier, says so. */
export async function heardHoldExpired(
  { clock }: Tools,
  stores: Stores,
  bookingId: string,
): Promise<void> {
  const id = await stores.idOfBooking(bookingId);
  const reservation = id === null ? null : await stores.hold(id, everyone);
  if (reservation === null || reservation.bookingId !== bookingId) return;
  await stores.save(eventsOf(decideNoShow(reservation, clock.now())));
}

/** A vehicle left: what was reserved for it is free from now on. */
export async function heardLeaving(stores: Stores, stay: KnownStay, leftAt: Date): Promise<void> {
  await stores.known.endStay(stay, leftAt);
  await stores.endOf(stay.id, leftAt);
}
