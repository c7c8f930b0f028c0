import type { LiveEvents } from '@voltpark/kit/backbone/port';
import { closeForgottenSession } from './close-forgotten-session.js';
import { correctRegistration } from './correct-registration.js';
import { followAvailability } from './follow-availability.js';
import { addSlots, layOutSlots } from './lay-out-slots.js';
import { leave } from './leave.js';
import { lostTicket } from './lost-ticket.js';
import { mergeSessions } from './merge-sessions.js';
import { parkVehicle } from './park-vehicle.js';
import type { Ports } from './ports.js';
import { recordFacilityCounts } from './record-facility-counts.js';
import { setSlotStatus } from './set-slot-status.js';

/** Everything that one can ask of this context. */
export function useCases(ports: Ports & { readonly liveEvents: LiveEvents }) {
  return {
    reads: ports.reads,
    layOutSlots: layOutSlots(ports),
    addSlots: addSlots(ports),
    setSlotStatus: setSlotStatus(ports),
    parkVehicle: parkVehicle(ports),
    leave: leave(ports),
    correctRegistration: correctRegistration(ports),
    mergeSessions: mergeSessions(ports),
    closeForgottenSession: closeForgottenSession(ports),
    lostTicket: lostTicket(ports),
    recordFacilityCounts: recordFacilityCounts(ports),
    followAvailability: followAvailability(ports),
  };
}

export type UseCases = ReturnType<typeof useCases>;
