import type { DataOf, billingEvents } from '@voltpark/contracts';
import type { RatingLine } from '@voltpark/rating/rating';

/** What somebody may have to pay for. */
export type ChargeKind = DataOf<typeof billingEvents.chargeCreated>['kind'];

/** All kinds, in the order in which an invoice shows them. */
export const chargeKinds: readonly ChargeKind[] = [
  'RESERVATION',
  'PARKING',
  'CHARGING',
  'IDLE',
  'PENALTY',
  'PASS',
];

/** What a charge is for, in billing's own words. */
export type ChargeSource = 'PARKING_SESSION' | 'CHARGING_SESSION' | 'RESERVATION' | 'PASS';

/** A line of a charge: as it was rated, and what it is charged as. */
export interface ChargeLine extends Omit<RatingLine, 'kind'> {
  readonly kind: ChargeKind;
  /** What it is for; with the kind it says to which charge the line belongs. */
  readonly sourceType: ChargeSource;
  readonly sourceId: string;
}

/**
 * Something is to be paid for: exact, not rounded, with every line that it consists of. A charge never changes; a
 * later one of the same source and kind replaces it.
 */
export interface Charge {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string | null;
  readonly customerId: string | null;
  readonly kind: ChargeKind;
  readonly sourceType: ChargeSource;
  readonly sourceId: string;
  readonly parkingSessionId: string | null;
  readonly currency: string;
  /** Exact decimals in the currency's major unit. */
  readonly exclTax: string;
  readonly inclTax: string;
  readonly lines: readonly ChargeLine[];
  readonly replacesChargeId: string | null;
  readonly createdAt: Date;
}

export interface ChargeCreated {
  readonly type: 'ChargeCreated';
  readonly charge: Charge;
}
export type ChargeEvent = ChargeCreated;
