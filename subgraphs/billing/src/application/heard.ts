import type { ChargedReservation } from '../domain/reservation.js';
import type { HeardSession, SessionProgress, Stay } from '../domain/visit.js';

/** A facility as its context tells of it. */
export interface KnownFacility {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
}

/** A setting of a tenant or facility. */
export interface KnownSetting {
  readonly scope: 'TENANT' | 'FACILITY';
  readonly scopeId: string;
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
}

/** A version of a tariff or rate plan. `content` is the tariff or plan. */
export interface KnownVersion {
  readonly id: string;
  readonly kind: 'TARIFF' | 'RATE_PLAN';
  readonly targetId: string;
  readonly number: number;
  readonly tenantId: string;
  readonly effectiveFrom: Date;
  readonly madeAt: Date;
  readonly content: unknown;
}

/** Which tariff or plan a facility or station goes by from an instant on. */
export interface KnownAssignment {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly stationId: string | null;
  readonly kind: 'TARIFF' | 'RATE_PLAN';
  readonly targetId: string | null;
  readonly effectiveFrom: Date;
  readonly madeAt: Date;
}

/** A discount, as pricing last told of it. */
export interface KnownDiscount {
  readonly id: string;
  readonly tenantId: string;
  /** Upper case. */
  readonly code: string;
  readonly content: unknown;
  readonly version: number;
}

/** A pass, as accounts last told of it. */
export interface KnownPass {
  readonly id: string;
  readonly tenantId: string;
  readonly customerId: string;
  readonly registration: string;
  readonly facilityIds: readonly string[];
  readonly status: 'PENDING' | 'ACTIVE' | 'EXPIRED' | 'CANCELLED';
  readonly validFrom: Date;
  readonly validUntil: Date;
  /** When it came into force, if ever. */
  readonly activatedAt: Date | null;
  /** When it was cancelled. */
  readonly endedAt: Date | null;
  readonly price: {
    readonly amount: string;
    readonly currency: string;
    readonly taxPercent: string | null;
  };
  readonly version: number;
}

/** A reservation that came to its end, and what there is to pay for it. */
export interface KnownReservation extends ChargedReservation {
  readonly tenantId: string;
  readonly facilityId: string;
  readonly customerId: string | null;
  readonly registration: string;
  /** The stay that fulfilled it; null: nobody came. */
  readonly parkingSessionId: string | null;
  readonly version: number;
}

/** Whose a vehicle was from an instant on. */
export interface KnownOwnership {
  readonly vehicleId: string;
  readonly version: number;
  readonly registration: string;
  readonly customerId: string | null;
  readonly active: boolean;
  readonly since: Date;
}

/** What stays and sessions are kept with beside what they are. */
export interface KnownSession extends Omit<HeardSession, 'progress'> {
  readonly tenantId: string;
  readonly facilityId: string;
  readonly stationId: string;
  readonly energyWh: number;
}

/** What may have to be billed anew. */
export interface WorkSubject {
  readonly kind: 'PARKING_SESSION' | 'PASS' | 'RESERVATION';
  readonly subjectId: string;
}

/** A subject as a worker found it due: what was noted later, or counted by another worker, is not in it. */
export interface DueSubject extends WorkSubject {
  /** How often it failed before. */
  readonly attempts: number;
  /** Id of the newest note about it. */
  readonly lastNote: bigint;
}

/**
 * What billing keeps of other contexts. Nothing older ever overwrites something newer. What is kept has its effect
 * later, by the work that is noted with it.
 */
export interface KnownStore {
  keepTenant(
    tenant: { readonly id: string; readonly name: string },
    version: number,
  ): Promise<void>;
  keepFacility(facility: KnownFacility, version: number): Promise<void>;
  keepSetting(setting: KnownSetting): Promise<void>;
  keepStay(stay: Stay, version: number): Promise<void>;
  /** What a correction or exit changes of a stay; the rest stays. */
  changeStay(id: string, change: Partial<Stay>, version: number): Promise<void>;
  keepSession(session: KnownSession, version: number): Promise<void>;
  keepProgress(sessionId: string, progress: SessionProgress): Promise<void>;
  keepSettled(parkingSessionId: string, sessionIds: readonly string[], at: Date): Promise<void>;
  keepVersion(version: KnownVersion): Promise<void>;
  keepAssignment(assignment: KnownAssignment): Promise<void>;
  keepDiscount(discount: KnownDiscount): Promise<void>;
  /** Keeps a pass; the instants at which it came into force and ended stay once they are known. */
  keepPass(pass: KnownPass): Promise<void>;
  keepOwnership(ownership: KnownOwnership): Promise<void>;
  keepReservation(reservation: KnownReservation): Promise<void>;

  /** Notes that these are to be looked at. */
  note(subjects: readonly WorkSubject[], at: Date): Promise<void>;
  /** Notes all visits that wait for something, of a facility or for a tariff version. */
  noteWaiting(
    of: { readonly facilityId: string } | { readonly tariffVersionId: string },
    at: Date,
  ): Promise<void>;
  /** Notes visits that were billed though a price made before, and heard of only now, was in force at their entry. */
  notePricedAnew(
    of: { readonly facilityId: string } | { readonly planId: string },
    price: { readonly effectiveFrom: Date; readonly madeAt: Date },
    at: Date,
  ): Promise<void>;
  /** Notes visits of a vehicle that were not over at an instant. */
  noteVehicle(registration: string, since: Date, at: Date): Promise<void>;
}
