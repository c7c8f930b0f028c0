import { decideBooking, type SlotBooking } from '../domain/booking.js';
import { giveSlotBack, keepSlot } from './keep-slots.js';
import type { Ports, Stores } from './ports.js';

/** What reservations say is heard in the transaction of its event. */
type Tools = Pick<Ports, 'clock' | 'newId'>;

/**
 * A reservation is to have a slot: from here on nobody else is promised it for that time, or it is refused. Whatever
 * other slot the reservation had is free again. Asked for twice is asked for once.
 */
export async function planBooking(
  tools: Tools,
  stores: Stores,
  booking: SlotBooking,
  registration: string,
): Promise<void> {
  await endBookings(tools, stores, booking.reservationId, booking.id);
  // Whoever enters takes the slot under the same lock, so one of the two sees the other.
  const slot = await stores.holdSlot(booking.slotId);
  if (await stores.bookings.isKnown(booking.id)) return;
  const state = {
    slot,
    standing: await stores.bookings.standingIn(booking.slotId),
    hold: slot?.holdId == null ? null : await stores.holds.hold(slot.holdId),
  };
  const decision = decideBooking(state, booking, registration, tools.clock.now());
  for (const event of decision.outcome === 'accepted' ? decision.events : []) {
    await stores.bookings.add(booking, event.refusal === null ? 'PLANNED' : 'REFUSED');
    await stores.publish([event]);
  }
}

/** The window of a reservation opens: its slot is kept from now on. */
export async function openBooking(
  tools: Tools,
  stores: Stores,
  booking: SlotBooking,
  vehicle: { readonly registration: string; readonly until: Date },
): Promise<void> {
  const { id: sourceId, facilityId, tenantId, slotId } = booking;
  await stores.holdSlot(slotId);
  await stores.bookings.open(sourceId);
  const of = { kind: 'RESERVATION', sourceId, facilityId, tenantId, slotId } as const;
  await keepSlot(tools, stores, { ...of, ...vehicle });
}

/** A reservation has its slots no longer. @param exceptId the booking that it goes on with */
export async function endBookings(
  tools: Tools,
  stores: Stores,
  reservationId: string,
  exceptId: string | null,
): Promise<void> {
  for (const { id, slotId } of await stores.bookings.liveOf(reservationId)) {
    if (id === exceptId) continue;
    await stores.holdSlot(slotId);
    await stores.bookings.end(id);
    await giveSlotBack(tools, stores, { kind: 'RESERVATION', sourceId: id });
  }
}
