import type { CountRejection } from '../domain/count.js';
import type { VehicleAlreadyParked } from '../domain/park-refusals.js';
import type { ParkingSession } from '../domain/session.js';

/** What use cases answer, from which their GraphQL types are resolved. */
export interface LaidOutAnswer {
  readonly facilityId: string;
  readonly levelIds: readonly string[];
  readonly slotCount: number;
}

export interface SlotStatusAnswer {
  readonly slotId: string;
}

export interface CorrectedAnswer {
  readonly sessionId: string;
}

export interface LeftAnswer {
  readonly session: ParkingSession;
  readonly durationSeconds: number;
}

export type AlreadyParkedAnswer = Omit<VehicleAlreadyParked, 'type'>;

export interface FullAnswer {
  readonly message: string;
  readonly alternative: { readonly facilityId: string; readonly distanceMetres: number } | null;
}

export interface CountsAnswer {
  readonly recordedCount: number;
  readonly repeatedCount: number;
  readonly lateCount: number;
  readonly rejected: readonly {
    readonly index: number;
    readonly reason: CountRejection;
    readonly message: string;
  }[];
  readonly facilityIds: readonly string[];
}
