import { accepted, type Decision } from '@voltpark/kit/decision';
import type { HoldEnded, HoldRefused, SlotChanged, SlotHeld, ThresholdCrossed } from './events.js';
import type { Facility } from './facility.js';
import type { Occupancy } from './occupancy.js';
import { changeSlot } from './occupancy-change.js';
import { misfitOf, type Slot, type VehicleNeeds } from './slot.js';

/** What a slot is kept for. */
export type HoldKind = 'CHARGING_OFFER' | 'RESERVATION';

/** How a hold ends: its vehicle came, time was up, or whoever asked for it gave it back. */
export type HoldOutcome = 'ARRIVED' | 'EXPIRED' | 'RELEASED';

/** Why a slot is not kept. */
export type HoldObstacle =
  | 'UNKNOWN_SLOT'
  | 'FACILITY_CLOSED'
  | 'OCCUPIED'
  | 'KEPT_FOR_ANOTHER'
  | 'OUT_OF_SERVICE'
  | 'DOES_NOT_FIT'
  | 'TOO_LATE';

/** A slot kept free for one vehicle until an instant, and what became of it. */
export interface SlotHold {
  readonly id: string;
  readonly kind: HoldKind;
  /** The offer or reservation that it is for. */
  readonly sourceId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly slotId: string;
  readonly registration: string;
  readonly status: 'HELD' | 'REFUSED' | HoldOutcome;
  readonly until: Date;
  /** When it was granted or refused. */
  readonly heldAt: Date;
  readonly endedAt: Date | null;
  /** Number of events published of it. */
  readonly version: number;
}

/** A slot is to be kept for a vehicle. */
export type HoldRequest = Pick<
  SlotHold,
  'kind' | 'sourceId' | 'facilityId' | 'tenantId' | 'slotId' | 'registration' | 'until'
>;

/** All that the decision looks at. */
export interface HoldState {
  readonly facility: Facility | null;
  readonly slot: Slot | null;
  readonly occupancy: Occupancy | null;
  /** What became of an earlier request for the same offer or reservation. */
  readonly earlier: SlotHold | null;
  /** What is registered of the vehicle; null when nobody registered it. */
  readonly vehicle: VehicleNeeds | null;
  /** The stay of the vehicle that stands in the slot, by its registration. */
  readonly standing: { readonly registration: string } | null;
}

/** A hold with what came of it. */
export interface HoldChange {
  readonly hold: SlotHold;
  /** Null where the slot stays as it is. */
  readonly slot: Slot | null;
  readonly occupancy: Occupancy | null;
  readonly events: readonly (SlotHeld | HoldRefused | HoldEnded | SlotChanged | ThresholdCrossed)[];
}

/**
 * Whether a slot is kept for a vehicle. It is when it is free at this moment, and when the vehicle stands there
 * already: then the hold has served its purpose at once. A vehicle that stands elsewhere in the facility gets its
 * slot kept all the same, and has until the end of the hold to come over.
 */
export function decideHold(
  state: HoldState,
  request: HoldRequest,
  id: string,
  now: Date,
): Decision<HoldChange, never> {
  // Heeded once, whatever came of it.
  if (state.earlier !== null) return accepted();
  const { slot, occupancy } = state;
  const obstacle = obstacleTo(state, request, now);
  const asked = { id, ...request, heldAt: now };
  if (obstacle !== null || slot === null || occupancy === null) {
    const reason = obstacle ?? 'UNKNOWN_SLOT';
    const hold: SlotHold = { ...asked, status: 'REFUSED', endedAt: now, version: 1 };
    const events = [{ type: 'HoldRefused', hold, reason } as const];
    return accepted({ hold, slot: null, occupancy: null, events });
  }
  const held: SlotHold = { ...asked, status: 'HELD', endedAt: null, version: 1 };
  const granted = { type: 'SlotHeld', hold: held } as const;
  if (slot.status === 'OCCUPIED') {
    const hold = ended(held, 'ARRIVED', now);
    const events = [granted, { type: 'HoldEnded', hold } as const];
    return accepted({ hold, slot: null, occupancy: null, events });
  }
  const change = changeSlot(occupancy, slot, 'RESERVED', { holdId: id });
  return accepted({ ...change, hold: held, events: [...change.events, granted] });
}

function obstacleTo(
  { facility, slot, occupancy, vehicle, standing }: HoldState,
  request: HoldRequest,
  now: Date,
): HoldObstacle | null {
  const isThere = slot !== null && occupancy !== null && slot.facilityId === request.facilityId;
  if (!isThere || facility === null || facility.tenantId !== request.tenantId)
    return 'UNKNOWN_SLOT';
  if (slot.status === 'OCCUPIED') {
    return standing?.registration === request.registration ? null : 'OCCUPIED';
  }
  if (request.until <= now) return 'TOO_LATE';
  if (facility.status !== 'ACTIVE') return 'FACILITY_CLOSED';
  if (slot.status === 'MAINTENANCE') return 'OUT_OF_SERVICE';
  if (slot.status === 'RESERVED') return 'KEPT_FOR_ANOTHER';
  // A slot that is booked is nobody else's from then on; the booking's own hold comes when its window opens.
  const isBooked = slot.bookedFrom !== null && slot.bookedFrom < request.until;
  if (isBooked && request.kind !== 'RESERVATION') return 'KEPT_FOR_ANOTHER';
  const misfit = vehicle === null ? null : misfitOf(vehicle, slot, facility.evPolicy);
  return misfit === null ? null : 'DOES_NOT_FIT';
}

/** Ends a hold without its vehicle: the slot is free again. One that is over stays as it ended. */
export function decideHoldEnd(
  state: {
    readonly hold: SlotHold;
    readonly slot: Slot | null;
    readonly occupancy: Occupancy | null;
  },
  outcome: 'EXPIRED' | 'RELEASED',
  now: Date,
): Decision<HoldChange, never> {
  const { slot, occupancy } = state;
  if (state.hold.status !== 'HELD') return accepted();
  if (outcome === 'EXPIRED' && state.hold.until > now) return accepted();
  if (slot === null || occupancy === null || slot.holdId !== state.hold.id) {
    throw new Error(`Hold ${state.hold.id} has no slot.`);
  }
  const hold = ended(state.hold, outcome, now);
  const change = changeSlot(occupancy, slot, 'AVAILABLE');
  return accepted({ ...change, hold, events: [...change.events, { type: 'HoldEnded', hold }] });
}

/** The hold after its end, one version on. */
export function ended(hold: SlotHold, outcome: HoldOutcome, at: Date): SlotHold {
  return { ...hold, status: outcome, endedAt: at, version: hold.version + 1 };
}
