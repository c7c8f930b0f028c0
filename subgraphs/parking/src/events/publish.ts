import { parkingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent, type AggregateVersion } from '@voltpark/kit/backbone/draft';
import { promisedUntil } from '../domain/booking.js';
import type { Cause } from '../application/ports.js';
import type {
  FacilityCounted,
  ParkingEvent,
  SessionCorrected,
  SlotChanged,
  ThresholdCrossed,
  BookingAnswered,
} from '../domain/events.js';
import type { HoldOutcome, SlotHold } from '../domain/hold.js';
import { countsOf, type Occupancy } from '../domain/occupancy.js';
import { durationSeconds, type ParkingSession } from '../domain/session.js';
import type { Slot } from '../domain/slot.js';

const {
  bookingAccepted,
  bookingRefused,
  holdEnded,
  holdRefused,
  occupancyCounted,
  occupancyThresholdCrossed,
  sessionCorrected,
  slotHeld,
  slotOccupied,
  slotReleased,
  slotsLaidOut,
  slotStatusChanged,
  vehicleLeft,
  vehicleParked,
} = parkingEvents;

/** What happened, as the rest of Voltpark hears of it. */
export function publish(event: ParkingEvent, cause: Cause, at: Date): EventDraft {
  switch (event.type) {
    case 'VehicleParked': {
      const { session, slot } = event;
      return draftEvent(
        vehicleParked,
        { ...stay(session, slot), promisedUntil: promisedUntil(session.enteredAt).toISOString() },
        ofSession(session, session.enteredAt),
        cause,
      );
    }
    case 'VehicleLeft': {
      const { session, slot } = event;
      const { enteredAt, leftAt } = session;
      const data = {
        ...stay(session, slot),
        leftAt: leftAt.toISOString(),
        durationSeconds: durationSeconds(enteredAt, leftAt),
      };
      return draftEvent(vehicleLeft, data, ofSession(session, leftAt), cause);
    }
    case 'SlotChanged':
      return slotDraft(event, ofOccupancy(event.occupancy, at), cause);
    case 'SlotsLaidOut': {
      const { occupancy, levelIds } = event;
      const slots = event.slots.map(({ id: slotId, number: slotNumber, ...slot }) => {
        const { size, kind, distanceMetres } = slot;
        return { slotId, slotNumber, size, kind, distanceMetres };
      });
      const what = { levelIds: [...levelIds], slotCount: slots.length, slots };
      const data = { ...where(occupancy), ...what };
      const counts = countsOf(occupancy);
      return draftEvent(slotsLaidOut, { ...data, counts }, ofOccupancy(occupancy, at), cause);
    }
    case 'ThresholdCrossed':
      return thresholdDraft(event, ofOccupancy(event.occupancy, at), cause);
    case 'FacilityCounted':
      return countDraft(event, cause);
    case 'SessionCorrected':
      return correctionDraft(event, cause);
    case 'SlotHeld':
      return draftEvent(slotHeld, keeping(event.hold), ofHold(event.hold), cause);
    case 'HoldRefused': {
      const { hold, reason } = event;
      return draftEvent(holdRefused, { ...keeping(hold), reason }, ofHold(hold), cause);
    }
    case 'BookingAnswered':
      return bookingDraft(event, cause);
    case 'HoldEnded': {
      const { hold } = event;
      const outcome = outcomeOf(hold);
      return draftEvent(holdEnded, { ...keeping(hold), outcome }, ofHold(hold), cause);
    }
  }
}

function bookingDraft({ booking, refusal, at }: BookingAnswered, cause: Cause): EventDraft {
  const { id: bookingId, reservationId, facilityId, tenantId, slotId } = booking;
  const times = { from: booking.from.toISOString(), until: booking.until.toISOString() };
  const data = { bookingId, reservationId, facilityId, tenantId, slotId, ...times };
  const of = { type: 'slot_booking', id: bookingId, version: 1, tenantId, at };
  if (refusal === null) return draftEvent(bookingAccepted, data, of, cause);
  return draftEvent(bookingRefused, { ...data, reason: refusal }, of, cause);
}

function keeping({ id, kind, sourceId, ...hold }: SlotHold) {
  const { facilityId, tenantId, slotId, registration, until } = hold;
  const what = { holdId: id, kind, sourceId, facilityId, tenantId, slotId, registration };
  return { ...what, until: until.toISOString() };
}

function outcomeOf({ id, status }: SlotHold): HoldOutcome {
  if (status === 'HELD' || status === 'REFUSED') throw new Error(`Hold ${id} has not ended.`);
  return status;
}

const ofHold = ({ id, tenantId, version, heldAt, endedAt }: SlotHold): AggregateVersion => ({
  type: 'slot_hold',
  id,
  version,
  tenantId,
  at: endedAt ?? heldAt,
});

function stay(session: ParkingSession, slot: Slot) {
  return {
    sessionId: session.id,
    facilityId: session.facilityId,
    tenantId: session.tenantId,
    slotId: slot.id,
    slotNumber: slot.number,
    slotKind: slot.kind,
    registration: session.registration,
    customerId: session.customerId,
    vehicleSize: session.size,
    isElectric: session.isElectric,
    enteredAt: session.enteredAt.toISOString(),
  };
}

function slotDraft(event: SlotChanged, of: AggregateVersion, cause: Cause): EventDraft {
  const { slot, previous, occupancy } = event;
  const data = {
    ...where(occupancy),
    slotId: slot.id,
    slotNumber: slot.number,
    levelId: slot.levelId,
    levelName: slot.levelName,
    size: slot.size,
    kind: slot.kind,
    previous,
    status: slot.status,
    sessionId: slot.sessionId,
    counts: countsOf(occupancy),
  };
  if (slot.status === 'OCCUPIED') return draftEvent(slotOccupied, data, of, cause);
  // Out of the hands of a vehicle it is released; everything else is a matter of service.
  return draftEvent(previous === 'OCCUPIED' ? slotReleased : slotStatusChanged, data, of, cause);
}

function thresholdDraft(event: ThresholdCrossed, of: AggregateVersion, cause: Cause): EventDraft {
  const { occupancy, taken, inService } = event;
  const { isHigh, highPercent, normalPercent } = occupancy;
  const levels = {
    previous: isHigh ? 'NORMAL' : 'HIGH',
    level: isHigh ? 'HIGH' : 'NORMAL',
  } as const;
  const data = { ...where(occupancy), ...levels, taken, inService, highPercent, normalPercent };
  return draftEvent(occupancyThresholdCrossed, data, of, cause);
}

function countDraft(event: FacilityCounted, cause: Cause): EventDraft {
  const { occupancy, mode, rawFree, free, capacity, drift, countedAt } = event;
  const data = {
    ...where(occupancy),
    mode,
    rawFree,
    free,
    capacity,
    drift,
    countedAt: countedAt.toISOString(),
    counts: countsOf(occupancy),
  };
  return draftEvent(occupancyCounted, data, ofOccupancy(occupancy, countedAt), cause);
}

function correctionDraft(event: SessionCorrected, cause: Cause): EventDraft {
  const { after, before, correctedAt } = event;
  const data = {
    sessionId: after.id,
    facilityId: after.facilityId,
    tenantId: after.tenantId,
    correctionId: event.correctionId,
    kind: event.kind,
    before: correctable(before),
    after: correctable(after),
    otherSessionId: event.otherSessionId,
    reason: event.reason,
    correctedBy: event.correctedBy,
    correctedAt: correctedAt.toISOString(),
  };
  return draftEvent(sessionCorrected, data, ofSession(after, correctedAt), cause);
}

/** What corrections can change of a session, as the audit trail and the event have it. */
export function correctable(session: ParkingSession) {
  return {
    registration: session.registration,
    customerId: session.customerId,
    status: session.status,
    enteredAt: session.enteredAt.toISOString(),
    leftAt: session.status === 'CLOSED' ? session.leftAt.toISOString() : null,
    lostTicket: session.lostTicket,
    mergedIntoId: session.status === 'MERGED' ? session.mergedIntoId : null,
  };
}

const where = ({ facilityId, tenantId }: Occupancy) => ({ facilityId, tenantId });

const ofOccupancy = ({ facilityId, tenantId, version }: Occupancy, at: Date): AggregateVersion => ({
  type: 'facility_occupancy',
  id: facilityId,
  version,
  tenantId,
  at,
});

const ofSession = ({ id, tenantId, version }: ParkingSession, at: Date): AggregateVersion => ({
  type: 'parking_session',
  id,
  version,
  tenantId,
  at,
});
