import type { SlotSize } from '@voltpark/contracts';
import type { Sample } from './occupancy.js';

/**
 * What analytics keeps of others: facts under their own identity, each with the version of the aggregate it was
 * told by. Keeping one twice, or an older one after a newer, changes nothing; facts of different contexts do not
 * touch each other. Whom a stay or session concerns is not kept.
 */
export interface FacilityFact {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Planned places. */
  readonly places: number;
  readonly status: string;
  readonly version: number;
}

export interface StayFact {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly vehicleSize: SlotSize;
  readonly isElectric: boolean;
  readonly slotKind: string;
  readonly enteredAt: string;
  readonly leftAt: string | null;
  readonly status: StayStatus;
  readonly version: number;
}
export type StayStatus = 'OPEN' | 'CLOSED' | 'MERGED';

/** What staff set right of a stay. */
export type StayChange = Pick<StayFact, 'id' | 'enteredAt' | 'leftAt' | 'status' | 'version'>;

export interface ChargingFact {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly stationId: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly energyWh: number;
  readonly interrupted: boolean;
  readonly version: number;
}

export interface StationFact {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly name: string;
  readonly connectors: number;
  readonly powerW: number;
  readonly registeredAt: string;
  readonly status: string;
  readonly version: number;
}

/** A reservation as it was told last, without who made it. */
export interface ReservationFact {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly status: string;
  /** Whether it was ever confirmed. */
  readonly isBooked: boolean;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly version: number;
}

/** An issued document; a credit note's amounts are negative. It never changes again. */
export interface InvoiceFact {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string | null;
  readonly kind: 'INVOICE' | 'CREDIT_NOTE';
  readonly currency: string;
  readonly totalMinor: number;
  readonly taxMinor: number;
  readonly issuedAt: string;
  readonly lines: readonly {
    readonly chargeKind: string;
    readonly netMinor: number;
    readonly grossMinor: number;
  }[];
}

/** Money that came in (positive) or went back (negative). */
export interface PaymentFact {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly at: string;
}

/** That something happened at a facility. */
export interface LoggedEvent {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly tenantId: string | null;
  readonly facilityId: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
}

/** Where facts are kept: everything idempotent. */
export interface Facts {
  facility(fact: FacilityFact): Promise<void>;
  facilityStatus(change: Pick<FacilityFact, 'id' | 'status' | 'version'>): Promise<void>;
  occupancy(facilityId: string, sample: Sample): Promise<void>;
  stay(fact: StayFact): Promise<void>;
  stayChange(change: StayChange): Promise<void>;
  charging(fact: ChargingFact): Promise<void>;
  station(fact: StationFact): Promise<void>;
  stationStatus(change: Pick<StationFact, 'id' | 'status' | 'version'>): Promise<void>;
  reservation(fact: ReservationFact): Promise<void>;
  invoice(fact: InvoiceFact): Promise<void>;
  payment(fact: PaymentFact): Promise<void>;
  log(event: LoggedEvent): Promise<void>;
}
