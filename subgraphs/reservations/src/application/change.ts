import { notFound } from '@voltpark/kit/decision';
import { changed, decideCancel, decideConfirm, unchangeable } from '../domain/decide.js';
import { limits } from '../domain/limits.js';
import { chooseSlot, elsewhere, guestOf } from './book.js';
import type { Cause, Ports, Stores } from './ports.js';
import { viewerOf } from './viewer.js';

/** Confirms a held slot, once parking has agreed; waits a moment for that. */
export function confirmReservation({ clock, newCode, transact, wait }: Ports) {
  return async (cause: Cause, { reservationId }: { readonly reservationId: string }) => {
    const attempt = () =>
      transact(cause, async (stores) => {
        const reservation = await stores.hold(reservationId, viewerOf(cause.actor));
        if (reservation === null) return notFound('Reservation', reservationId);
        const decision = decideConfirm(reservation, newCode(), clock.now());
        if (decision.outcome === 'refused') return decision.refusal;
        await stores.save(decision.events);
        return { reservationId };
      });
    let result = await attempt();
    const looks = Math.ceil(limits.agreementWaitMs / limits.agreementLookMs);
    for (let look = 1; look < looks; look += 1) {
      if (!('type' in result) || result.type !== 'ReservationNotReady') return result;
      await wait(limits.agreementLookMs);
      result = await attempt();
    }
    return result;
  };
}

/** Calls a reservation off. */
export function cancelReservation({ clock, transact }: Ports) {
  return (cause: Cause, input: { readonly reservationId: string; readonly reason: string }) =>
    transact(cause, async (stores) => {
      const { reservationId } = input;
      const reservation = await stores.hold(reservationId, viewerOf(cause.actor));
      if (reservation === null) return notFound('Reservation', reservationId);
      const decision = decideCancel(reservation, input.reason, clock.now());
      if (decision.outcome === 'refused') return decision.refusal;
      await stores.save(decision.events);
      return { reservationId };
    });
}

export interface ChangeReservationInput {
  readonly reservationId: string;
  readonly startsAt?: Date | null | undefined;
  readonly endsAt?: Date | null | undefined;
  readonly registration?: string | null | undefined;
}

/** Another window or vehicle. The slot that it has is given up only for one that is free. */
export function changeReservation({ clock, inTurn, newId, transact, reads }: Ports) {
  return async (cause: Cause, input: ChangeReservationInput) => {
    const { reservationId } = input;
    const viewer = viewerOf(cause.actor);
    const [seen] = await reads.byIds([reservationId], viewer);
    if (seen === undefined) return notFound('Reservation', reservationId);
    const changing = async (stores: Stores) => {
      // The calendar before the reservation: whoever holds one waits for nobody who holds the other.
      await stores.holdCalendar(seen.facilityId);
      const reservation = await stores.hold(reservationId, viewer);
      const facility = await stores.facility(seen.facilityId);
      if (reservation === null || facility === null) return notFound('Reservation', reservationId);
      const now = clock.now();
      const late = unchangeable(reservation, now);
      if (late !== null) return late;
      const { vehicleSize: size, isElectric } = reservation;
      const registration = input.registration ?? reservation.registration;
      const guest = await guestOf(stores, cause.actor, facility, {
        registration,
        size,
        isElectric,
      });
      if ('message' in guest) return guest;
      const window = {
        startsAt: input.startsAt ?? reservation.startsAt,
        endsAt: input.endsAt ?? reservation.endsAt,
      };
      const isSame =
        guest.registration === reservation.registration &&
        window.startsAt.getTime() === reservation.startsAt.getTime() &&
        window.endsAt.getTime() === reservation.endsAt.getTime();
      if (isSame) return { reservationId };
      await stores.holdVehicle(guest.registration);
      if (await stores.isElsewhere(guest.registration, window, reservationId)) return elsewhere();
      const at = { now, exceptId: reservationId, refused: [] };
      const slot = await chooseSlot(stores, facility, reservation.terms, window, guest, at);
      if ('message' in slot) return slot;
      const { customerId, size: vehicleSize } = guest;
      const change = {
        ...{ ...window, customerId, vehicleSize },
        ...{ registration: guest.registration, isElectric: guest.isElectric },
      };
      const made = { bookingId: newId(), at: now, reason: null };
      const event = changed(reservation, change, slot, made);
      const cleared = { ...event, reservation: { ...event.reservation, refusedSlotIds: [] } };
      await stores.save([cleared]);
      return { reservationId };
    };
    return inTurn(seen.facilityId, () => transact(cause, changing));
  };
}
