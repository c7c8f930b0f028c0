import type { SlotSize } from '@voltpark/contracts';

/** What every stay has, whatever became of it. */
interface Stay {
  readonly id: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly slotId: string;
  readonly registration: string;
  readonly registrationWritten: string;
  /** The customer to whom the vehicle was linked at entry or at the last correction. */
  readonly customerId: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly size: SlotSize;
  readonly isElectric: boolean;
  readonly enteredAt: Date;
  readonly lostTicket: boolean;
  /** Until when parking of this stay is paid; null when nothing is, as far as parking heard. */
  readonly paidUntil: Date | null;
  /** Number of events published of this session. */
  readonly version: number;
}

/** The vehicle is inside. */
export interface OpenSession extends Stay {
  readonly status: 'OPEN';
}

/** The vehicle has left. */
export interface ClosedSession extends Stay {
  readonly status: 'CLOSED';
  readonly leftAt: Date;
  readonly ending: 'LEFT' | 'FORGOTTEN';
}

/** Was found to be a part of another session. */
export interface MergedSession extends Stay {
  readonly status: 'MERGED';
  readonly mergedIntoId: string;
}

/** From entry to exit of one vehicle. */
export type ParkingSession = OpenSession | ClosedSession | MergedSession;

/** Length of a stay in whole seconds. */
export function durationSeconds(enteredAt: Date, leftAt: Date): number {
  return Math.max(0, Math.floor((leftAt.getTime() - enteredAt.getTime()) / 1000));
}
