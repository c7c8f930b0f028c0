import type { Actor, SlotSize } from '@voltpark/contracts';
import { isWithinOpeningHours, nextOpening } from '@voltpark/contracts/opening-times';
import {
  accepted,
  invalidInput,
  notFound,
  notPermitted,
  refused,
  type Decision,
} from '@voltpark/kit/decision';
import { promisedUntil } from './booking.js';
import type { Facility } from './facility.js';
import type { SlotHold } from './hold.js';
import { modeOf, type Occupancy } from './occupancy.js';
import { slotNotFit, vehicleAlreadyParked, type ParkRefusal } from './park-refusals.js';
import { mayWatch, owns, worksFor } from './permission.js';
import type { Registration } from './registration.js';
import { refuseTimeTravel } from './reported-time.js';
import type { OpenSession } from './session.js';
import {
  classIndexOf,
  misfitOf,
  preferredClasses,
  type Slot,
  type SlotClass,
  type VehicleNeeds,
} from './slot.js';
import type { InvalidInput } from './refusals.js';

/** A vehicle as the context `accounts` knows it. */
export interface LinkedVehicle extends VehicleNeeds {
  readonly customerId: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
}

/** All that the decision looks at. */
export interface ParkState {
  readonly facility: Facility | null;
  readonly occupancy: Occupancy | null;
  readonly vehicle: LinkedVehicle | null;
  /** The stay of this registration that is open anywhere in the network. */
  readonly openSession: OpenSession | null;
  /** The last entry or exit of this registration. */
  readonly lastSeenAt: Date | null;
  /** The slot that is kept here for this registration. */
  readonly hold: SlotHold | null;
  /** The slot that the command names, when it is one of this facility; when it names none, that of the hold. */
  readonly slot: Slot | null;
  /** Free slots, by class, that are booked too soon for somebody without a reservation. */
  readonly bookedSoon: readonly (SlotClass & { readonly count: number })[];
}

export interface ParkCommand {
  readonly actor: Actor;
  /** Id for the stay that may begin. */
  readonly sessionId: string;
  readonly facilityId: string;
  readonly registration: Registration;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly size: SlotSize | null;
  readonly isElectric: boolean | null;
  readonly slotId: string | null;
  /** When the vehicle entered. */
  readonly at: Date;
}

/**
 * A vehicle is let in: into the slot that is kept for it, into the slot that was named, or into the nearest free one
 * of the class chosen here.
 */
export interface ParkingGranted {
  readonly type: 'ParkingGranted';
  readonly stay: Omit<OpenSession, 'slotId'>;
  readonly slotClass: SlotClass;
  readonly slotId: string | null;
  /** The hold that has served its purpose. */
  readonly hold: SlotHold | null;
}

type Place = Pick<ParkingGranted, 'slotClass' | 'slotId' | 'hold'>;

/**
 * Whether a vehicle may park, and in which slots. Who asks comes first, then whether the request can be true,
 * then whether the facility can serve it; nothing is told to those who may not ask.
 */
export function decidePark(
  state: ParkState,
  command: ParkCommand,
  now: Date,
): Decision<ParkingGranted, ParkRefusal> {
  const { facility, occupancy, openSession } = state;
  const { actor } = command;
  if (facility === null || occupancy === null) {
    return refused(notFound('Facility', command.facilityId));
  }
  if (!worksFor(actor, facility.tenantId) && !owns(actor, state.vehicle?.customerId ?? null)) {
    return refused(notPermitted('You may park your own registered vehicles only.'));
  }
  const needs = needsOf(state, command, worksFor(actor, facility.tenantId));
  if ('type' in needs) return refused(needs);
  if (openSession !== null) {
    const mayKnow = owns(actor, openSession.customerId) || mayWatch(actor, openSession.tenantId);
    const { facilityId, enteredAt: since } = openSession;
    return refused(vehicleAlreadyParked(mayKnow ? { facilityId, since } : null));
  }
  const timeTravel = refuseTimeTravel('at', command.at, now, state.lastSeenAt);
  if (timeTravel !== null) return refused(timeTravel);
  const place = choosePlace(facility, occupancy, state, needs, command);
  if ('message' in place) return refused(place);
  const stay = stayOf(facility, state.vehicle, needs, command);
  return accepted({ type: 'ParkingGranted', stay, ...place });
}

/**
 * What the vehicle needs of a slot. What is registered counts where nothing is said; staff and devices see the
 * vehicle and may say otherwise, its owner may not talk it into another slot.
 */
export function needsOf(
  { vehicle, hold, slot }: Pick<ParkState, 'vehicle' | 'hold' | 'slot'>,
  command: ParkCommand,
  seesVehicle: boolean,
): VehicleNeeds | InvalidInput {
  // A gate's camera may know a registration and nothing else; most vehicles are cars.
  if (vehicle === null) {
    // What waited for a charger is electric, though.
    // And whoever reserved a slot for electric vehicles said that it is one.
    const isKeptForElectric =
      hold !== null && (hold.kind === 'CHARGING_OFFER' || slot?.kind === 'EV');
    const isElectric = command.isElectric ?? isKeptForElectric;
    return { size: command.size ?? 'STANDARD', isElectric };
  }
  if (!seesVehicle && command.size !== null && command.size !== vehicle.size) {
    return invalidInput('size', 'Your vehicle is registered with another size.');
  }
  if (!seesVehicle && command.isElectric !== null && command.isElectric !== vehicle.isElectric) {
    return invalidInput('isElectric', 'Your vehicle is registered otherwise.');
  }
  return {
    size: command.size ?? vehicle.size,
    isElectric: command.isElectric ?? vehicle.isElectric,
  };
}

function choosePlace(
  facility: Facility,
  occupancy: Occupancy,
  { slot, hold, bookedSoon }: Pick<ParkState, 'slot' | 'hold' | 'bookedSoon'>,
  needs: VehicleNeeds,
  command: ParkCommand,
): Place | ParkRefusal {
  if (facility.status !== 'ACTIVE') {
    const message = 'The facility is out of service.';
    return { type: 'FacilityClosed', message, opensAt: null };
  }
  if (!isWithinOpeningHours(facility, command.at)) {
    const opensAt = nextOpening(facility, command.at);
    return { type: 'FacilityClosed', message: 'The facility is closed at that time.', opensAt };
  }
  if (modeOf(occupancy) === 'COUNTS') {
    const message = 'The facility has no slots in Voltpark; only its free places are known.';
    return { type: 'FacilityCountsOnly', message };
  }
  if (command.slotId !== null) {
    return checkNamedSlot({ slotId: command.slotId, at: command.at }, slot, hold, needs, facility);
  }
  const kept = slot === null ? null : keptPlace(slot, hold, needs, facility);
  if (kept !== null) return kept;
  const classes = preferredClasses(needs, facility.evPolicy);
  const free = classes.find((slotClass) => freeOf(occupancy, slotClass, bookedSoon) > 0);
  if (free !== undefined) return { slotClass: free, slotId: null, hold: null };
  return { type: 'FacilityFull', message: 'No slot is free here for this vehicle.' };
}

/** Free slots of a class that nobody has booked for the time that is promised to whoever comes. */
function freeOf(
  occupancy: Occupancy,
  slotClass: SlotClass,
  bookedSoon: ParkState['bookedSoon'],
): number {
  const index = classIndexOf(slotClass);
  const booked = bookedSoon.find((each) => classIndexOf(each) === index);
  return (occupancy.free[index] ?? 0) - (booked?.count ?? 0);
}

/** The slot that is kept for this vehicle, if there is one and the vehicle fits. */
function keptPlace(
  slot: Slot,
  hold: SlotHold | null,
  needs: VehicleNeeds,
  facility: Facility,
): Place | null {
  const isKept = hold !== null && slot.status === 'RESERVED' && slot.holdId === hold.id;
  if (!isKept || misfitOf(needs, slot, facility.evPolicy) !== null) return null;
  return { slotClass: { size: slot.size, kind: slot.kind }, slotId: slot.id, hold };
}

function checkNamedSlot(
  { slotId, at }: { readonly slotId: string; readonly at: Date },
  slot: Slot | null,
  hold: SlotHold | null,
  needs: VehicleNeeds,
  facility: Facility,
): Place | ParkRefusal {
  if (slot === null) return notFound('Slot', slotId);
  const misfit = misfitOf(needs, slot, facility.evPolicy);
  if (misfit !== null) return slotNotFit(misfit);
  if (slot.status === 'MAINTENANCE') return slotNotFit('OUT_OF_SERVICE');
  const kept = keptPlace(slot, hold, needs, facility);
  if (kept !== null) return kept;
  const isBooked = slot.bookedFrom !== null && slot.bookedFrom < promisedUntil(at);
  if (slot.status !== 'AVAILABLE' || isBooked) {
    return { type: 'SlotTaken', message: 'The slot is taken or kept for another.', slot };
  }
  return { slotClass: { size: slot.size, kind: slot.kind }, slotId, hold: null };
}

function stayOf(
  facility: Facility,
  vehicle: LinkedVehicle | null,
  needs: VehicleNeeds,
  command: ParkCommand,
): ParkingGranted['stay'] {
  return {
    id: command.sessionId,
    status: 'OPEN',
    facilityId: facility.id,
    tenantId: facility.tenantId,
    registration: command.registration.normalised,
    registrationWritten: command.registration.written,
    customerId: vehicle?.customerId ?? null,
    make: command.make ?? vehicle?.make ?? null,
    model: command.model ?? vehicle?.model ?? null,
    colour: (command.colour ?? vehicle?.colour ?? null)?.toLowerCase() ?? null,
    ...needs,
    enteredAt: command.at,
    lostTicket: false,
    paidUntil: null,
    version: 1,
  };
}
