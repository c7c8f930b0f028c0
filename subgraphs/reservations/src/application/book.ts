import {
  actsFor,
  may,
  normaliseRegistration,
  registrationSchema,
  type Actor,
  type SlotSize,
} from '@voltpark/contracts';
import { invalidInput, notFound, notPermitted } from '@voltpark/kit/decision';
import {
  claimOf,
  termsBroken,
  type Facility,
  type OutsideBookingTerms,
  type Window,
} from '../domain/booking-window.js';
import {
  firstFree,
  fittingSlots,
  nextFreeWindow,
  type CalendarSlot,
  type VehicleNeeds,
} from '../domain/calendar.js';
import { heldUntil } from '../domain/decide.js';
import { limits } from '../domain/limits.js';
import type { Reservation } from '../domain/reservation.js';
import type { BookingTerms, FacilityTerms } from '../domain/terms.js';
import type { Cause, KnownVehicle, Ports, Stores } from './ports.js';

export interface CreateReservationInput extends Window {
  readonly idempotencyKey: string;
  readonly facilityId: string;
  readonly registration: string;
  readonly size?: SlotSize | null | undefined;
  readonly isElectric?: boolean | null | undefined;
}

export interface SlotUnavailable {
  readonly type: 'SlotUnavailable';
  readonly message: string;
  readonly nextWindow: Window | null;
}

/** Books a slot of the system's choice, until it is confirmed or the hold expires. */
export function createReservation({ clock, inTurn, newId, transact }: Ports) {
  return async (cause: Cause, input: CreateReservationInput) => {
    const { idempotencyKey, facilityId } = input;
    if (idempotencyKey.length === 0 || idempotencyKey.length > limits.idempotencyKeyLength) {
      return invalidInput('idempotencyKey', `1 to ${limits.idempotencyKeyLength} characters.`);
    }
    const booking = (stores: Stores) =>
      stores.once({ idempotencyKey, operation: 'createReservation', input }, async () => {
        await stores.holdCalendar(facilityId);
        const facility = await stores.facility(facilityId);
        const terms = await stores.terms(facilityId);
        if (facility === null || terms === null) return notFound('Facility', facilityId);
        const guest = await guestOf(stores, cause.actor, facility, input);
        if ('message' in guest) return guest;
        await stores.holdVehicle(guest.registration);
        if ((await stores.liveOf(guest.registration)) >= limits.liveOfVehicle) {
          return invalidInput('registration', `At most ${limits.liveOfVehicle} at a time.`);
        }
        if (await stores.isElsewhere(guest.registration, input, null)) return elsewhere();
        const at = { now: clock.now(), exceptId: null, refused: [] };
        const slot = await chooseSlot(stores, facility, terms, input, guest, at);
        if ('message' in slot) return slot;
        const id = newId();
        const made = { id, bookingId: newId(), now: at.now };
        const reservation = pending(terms, input, guest, slot, made);
        await stores.save([{ type: 'ReservationCreated', reservation, at: at.now }]);
        return { reservationId: id };
      });
    return inTurn(facilityId, () => transact(cause, booking));
  };
}

/** A vehicle that is expected twice would be a no-show once. */
export const elsewhere = () =>
  invalidInput('startsAt', 'The vehicle has a reservation for that time already.');

/** Who comes. */
export interface Guest extends VehicleNeeds {
  readonly registration: string;
  readonly customerId: string | null;
}

/** The vehicle that comes, if the actor may book for it: drivers for their own, staff for every one. */
export async function guestOf(
  stores: Pick<Stores, 'vehicle'>,
  actor: Actor,
  facility: Facility,
  input: Pick<CreateReservationInput, 'registration' | 'size' | 'isElectric'>,
) {
  const registration = normaliseRegistration(input.registration);
  if (!registrationSchema.safeParse(registration).success) {
    return invalidInput('registration', '2 to 12 letters and digits.');
  }
  const vehicle = await stores.vehicle(registration);
  const isStaff = may(actor, 'reservations:operate') && actsFor(actor, facility.tenantId);
  const isOwn = vehicle !== null && actor.customerId !== null && owns(actor, vehicle);
  if (!isStaff && !isOwn) {
    return notPermitted('You may book for your own registered vehicles only.');
  }
  return {
    registration,
    customerId: vehicle?.customerId ?? null,
    size: vehicle?.size ?? input.size ?? 'STANDARD',
    isElectric: vehicle?.isElectric ?? input.isElectric ?? false,
  } satisfies Guest;
}

const owns = (actor: Actor, { customerId }: KnownVehicle) => customerId === actor.customerId;

/** The slot for a window, or why there is none. The calendar is held, so that what is free stays free. */
export async function chooseSlot(
  stores: Pick<Stores, 'calendar'>,
  facility: Facility,
  terms: BookingTerms,
  { startsAt, endsAt }: Window,
  needs: VehicleNeeds,
  at: { readonly now: Date; readonly exceptId: string | null; readonly refused: readonly string[] },
): Promise<CalendarSlot | OutsideBookingTerms | SlotUnavailable> {
  const window = { startsAt, endsAt };
  const broken = termsBroken(window, terms, facility, at.now);
  if (broken !== null) return broken;
  const slots = await stores.calendar(facility.id, at.now, at.exceptId);
  const fitting = fittingSlots(slots, needs, facility.evPolicy);
  const wanted = fitting.filter(({ id }) => !at.refused.includes(id));
  const slot = firstFree(wanted, claimOf(window, terms));
  if (slot !== null) return slot;
  const length = endsAt.getTime() - startsAt.getTime();
  const from = { from: startsAt, now: at.now };
  return {
    type: 'SlotUnavailable',
    message: 'No slot is free for this vehicle throughout the window.',
    nextWindow: nextFreeWindow(wanted, length, terms, facility, from),
  };
}

function pending(
  { facilityId, tenantId, currency, version: _version, ...terms }: FacilityTerms,
  window: Window,
  { registration, customerId, size: vehicleSize, isElectric }: Guest,
  slot: CalendarSlot,
  { id, bookingId, now }: { readonly id: string; readonly bookingId: string; readonly now: Date },
): Reservation {
  const claim = claimOf(window, terms);
  return {
    ...{ id, bookingId, facilityId, tenantId, currency, terms },
    ...{ slotId: slot.id, slotNumber: slot.number },
    ...{ customerId, registration, vehicleSize, isElectric },
    ...claim,
    status: 'PENDING',
    holdExpiresAt: heldUntil(new Date(now.getTime() + terms.holdSeconds * 1_000), claim),
    confirmationCode: null,
    agreement: 'ASKED',
    refusedSlotIds: [],
    windowOpenedAt: null,
    parkingSessionId: null,
    reason: null,
    charges: [],
    createdAt: now,
    version: 1,
  };
}
