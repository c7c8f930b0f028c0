import type { Actor } from '@voltpark/contracts';
import {
  accepted,
  notFound,
  notPermitted,
  refused,
  type CommonRefusal,
  type Decision,
} from '@voltpark/kit/decision';
import type { VehicleLeft } from './events.js';
import type { ExitRule, ExitTerms } from './exit.js';
import { owns, worksFor } from './permission.js';
import { refuseTimeTravel } from './reported-time.js';
import type { ClosedSession, OpenSession, ParkingSession } from './session.js';
import type { Slot } from './slot.js';

/** How the one who leaves is named. */
export type LeaveTarget =
  | { readonly by: 'SESSION'; readonly sessionId: string }
  | { readonly by: 'SLOT'; readonly slotId: string }
  | { readonly by: 'REGISTRATION'; readonly registration: string };

export interface LeaveState {
  /** By session: that session. By slot or registration: the open one there. */
  readonly session: ParkingSession | null;
  /** The slot of the session, or the slot that was named. */
  readonly slot: Slot | null;
  /** To whom the vehicle of the session, or the one that was named, is linked now. */
  readonly ownerId: string | null;
  /** What the facility of the session asks at its exit. */
  readonly exitTerms: ExitTerms;
}

export interface LeaveCommand {
  readonly actor: Actor;
  readonly target: LeaveTarget;
  /** When the vehicle left. */
  readonly at: Date;
}

export interface NotParked {
  readonly type: 'NotParked';
  readonly message: string;
}

type LeaveRefusal = NotParked | Exclude<CommonRefusal, { type: 'IdempotencyKeyReused' }>;

/** Whether a vehicle may leave, and the stay that ends. */
export function decideLeave<
  ExitRefusal extends { readonly type: string; readonly message: string },
>(
  state: Omit<LeaveState, 'exitTerms'>,
  command: LeaveCommand,
  now: Date,
  exitRule: ExitRule<ExitRefusal>,
): Decision<VehicleLeft, LeaveRefusal | ExitRefusal> {
  const { session, slot } = state;
  const stranger = refuseStranger(state, command);
  if (stranger !== null) return refused(stranger);
  if (session === null || slot === null || session.status !== 'OPEN') {
    return refused({ type: 'NotParked', message: 'The vehicle is not inside.' });
  }
  const timeTravel = refuseTimeTravel('at', command.at, now, session.enteredAt);
  if (timeTravel !== null) return refused(timeTravel);
  // The clock of a gate counts; a driver who says to have left earlier stands in front of the barrier now.
  const isGate = worksFor(command.actor, session.tenantId);
  const notYet = exitRule(session, isGate || command.at > now ? command.at : now);
  if (notYet !== null) return refused(notYet);
  return accepted({ type: 'VehicleLeft', session: closed(session, command.at, 'LEFT'), slot });
}

/** The stay after its end. */
export function closed(
  session: OpenSession,
  leftAt: Date,
  ending: ClosedSession['ending'],
): ClosedSession {
  return { ...session, status: 'CLOSED', leftAt, ending, version: session.version + 1 };
}

/** Tells nobody about stays of others: what they name is not there for them. */
function refuseStranger(
  { session, slot, ownerId }: Omit<LeaveState, 'exitTerms'>,
  { actor, target }: LeaveCommand,
): LeaveRefusal | null {
  const tenantId = session?.tenantId ?? slot?.tenantId ?? null;
  if (session !== null && (owns(actor, session.customerId) || owns(actor, ownerId))) return null;
  if (tenantId !== null && worksFor(actor, tenantId)) return null;
  switch (target.by) {
    case 'SESSION':
      return notFound('ParkingSession', target.sessionId);
    case 'SLOT':
      return notFound('Slot', target.slotId);
    case 'REGISTRATION': {
      const isGate = actor.roles.some((role) => role !== 'DRIVER');
      // At a gate of another tenant the vehicle is simply not there.
      if (isGate || owns(actor, ownerId)) {
        return { type: 'NotParked', message: 'The vehicle is not inside.' };
      }
      return notPermitted('You may let out your own vehicles only.');
    }
  }
}
