import {
  leftAtOf,
  openSessionOf,
  standingOf,
  type BillingFacility,
  type Settlement,
  type VisitFacts,
} from './visit.js';

/** The vehicle is still charging: what that costs is not known before it ends. */
export interface ChargingInProgress {
  readonly type: 'ChargingInProgress';
  readonly message: string;
  readonly chargingSessionId: string;
}
/** The vehicle has left: its invoice is issued by itself. */
export interface StayNotOpen {
  readonly type: 'StayNotOpen';
  readonly message: string;
  readonly parkingSessionId: string;
}
/** Something that the price follows from has not arrived yet. */
export interface NotBillableYet {
  readonly type: 'NotBillableYet';
  readonly message: string;
  readonly waitingFor: string;
}
export type SettleRefusal = ChargingInProgress | StayNotOpen | NotBillableYet;

/**
 * Settles a stay up to now. One that was settled and is within its grace stays settled as it was: settling again
 * neither costs anything nor gives more time.
 */
export function decideSettlement(
  facts: VisitFacts,
  now: Date,
):
  | { readonly settlement: Settlement; readonly facility: BillingFacility }
  | { readonly refusal: SettleRefusal } {
  const { stay, facility, settlement } = facts;
  if (leftAtOf(facts) !== null) {
    const message = 'The vehicle has left; its invoice is issued by itself.';
    return { refusal: { type: 'StayNotOpen', message, parkingSessionId: stay.id } };
  }
  const charging = openSessionOf(facts);
  if (charging !== null) {
    const message = 'The vehicle is still charging. Stop charging first.';
    return { refusal: { type: 'ChargingInProgress', message, chargingSessionId: charging.id } };
  }
  const standing = standingOf(facts);
  if (facility === null || standing.standing === 'WAITING') {
    const waitingFor = standing.standing === 'WAITING' ? standing.for : 'the facility';
    const message = `What it costs is not known yet: ${waitingFor} is still to be heard of.`;
    return { refusal: { type: 'NotBillableYet', message, waitingFor } };
  }
  if (settlement !== null && now <= settlement.graceUntil) return { settlement, facility };
  const graceUntil = new Date(now.getTime() + facility.exitGraceMs);
  return { settlement: { at: now, graceUntil }, facility };
}
