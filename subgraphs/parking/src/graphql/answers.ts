import type { CountRejection } from '../domain/count.js';
import type { VehicleAlreadyParked } from '../domain/park-refusals.js';
import type { ParkingSession } from '../domain/session.js';

/** What `layOutSlots` and `addSlots` answer. @public named by codegen.yml */
export interface LaidOutAnswer {
  readonly facilityId: string;
  readonly levelIds: readonly string[];
  readonly slotCount: number;
}

/** What `setSlotStatus` answers. @public named by codegen.yml */
export interface SlotStatusAnswer {
  readonly slotId: string;
}

/** What every correction answers. @public named by codegen.yml */
export interface CorrectedAnswer {
  readonly sessionId: string;
}

/** What `leave` answers. @public named by codegen.yml */
export interface LeftAnswer {
  readonly session: ParkingSession;
  readonly durationSeconds: number;
}

/** The refusal of a vehicle that is inside. @public named by codegen.yml */
export type AlreadyParkedAnswer = Omit<VehicleAlreadyParked, 'type'>;

/** The refusal of a full facility, with where else to go. @public named by codegen.yml */
export interface FullAnswer {
  readonly message: string;
  readonly alternative: { readonly facilityId: string; readonly distanceMetres: number } | null;
}

/** What `recordFacilityCounts` answers. @public named by codegen.yml */
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
