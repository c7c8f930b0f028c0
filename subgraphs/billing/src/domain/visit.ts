import type {
  Discount,
  RatePlan,
  SlotKind,
  SlotSize,
  Tariff,
  TracePeriod,
} from '@voltpark/contracts';

import type { Seller } from './invoice.js';
import type { ChargedReservation } from './reservation.js';

/** A stay as parking tells of it. */
export interface Stay {
  readonly id: string;
  readonly tenantId: string;
  readonly facilityId: string;
  readonly slotKind: SlotKind;
  readonly registration: string;
  /** Whose the vehicle was at entry, or by a correction, as far as parking knew. */
  readonly customerId: string | null;
  readonly vehicleSize: SlotSize;
  readonly isElectric: boolean;
  readonly enteredAt: Date;
  /** Null while inside. Of a merged stay: when the vehicle left at its end. */
  readonly leftAt: Date | null;
  readonly status: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly lostTicket: boolean;
  readonly mergedIntoId: string | null;
}

/** What a session that lasts came to so far, by charging's word. */
export interface SessionProgress {
  readonly energyWh: number;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly cost: {
    readonly currency: string;
    readonly exclTax: string;
    readonly inclTax: string;
  } | null;
}

/** A charging session as charging tells of it. */
export interface HeardSession {
  readonly id: string;
  readonly parkingSessionId: string;
  /** Null: charging is free. */
  readonly tariffVersionId: string | null;
  readonly timeZone: string;
  readonly startedAt: Date;
  /** Null while it lasts. */
  readonly endedAt: Date | null;
  /** Counts what it came to from 1; 0 while it lasts. */
  readonly revision: number;
  /** Empty while it lasts. */
  readonly periods: readonly TracePeriod[];
  /** Null when nothing was told yet. */
  readonly progress: SessionProgress | null;
}

/** What a facility's invoices follow from. */
export interface BillingFacility {
  readonly id: string;
  readonly tenantId: string;
  readonly timeZone: string;
  readonly currency: string;
  /** Time to leave after settling. */
  readonly exitGraceMs: number;
  /** Days from issue to due date; null: as usual. */
  readonly dueDays: number | null;
  readonly seller: Seller;
}

/** Time in which a pass pays for parking; `to` is exclusive. */
export interface PassTime {
  readonly from: Date;
  readonly to: Date;
}

/** Settled before leaving. */
export interface Settlement {
  /** Up to this instant. */
  readonly at: Date;
  /** Leaving until then costs nothing more. */
  readonly graceUntil: Date;
}

/** All that has been heard and decided of a stay and the stays that were found to be parts of it. */
export interface VisitFacts {
  readonly stay: Stay;
  /** Stays that were merged into it, whatever the number of steps. */
  readonly parts: readonly Stay[];
  /** Charging sessions of all of them. */
  readonly sessions: readonly HeardSession[];
  /** By stay: the charging sessions that belong to it, once there will be no more. */
  readonly settledSessions: ReadonlyMap<string, readonly string[]>;
  /** Null: not heard of yet. */
  readonly facility: BillingFacility | null;
  /** The version of the rate plan that was in force at entry; null: parking is free. */
  readonly plan: { readonly versionId: string; readonly plan: RatePlan } | null;
  /** Tariffs by version, as far as they were heard of. */
  readonly tariffs: ReadonlyMap<string, Tariff>;
  readonly passes: readonly PassTime[];
  readonly discounts: readonly Discount[];
  /** Reservations that the stay fulfilled. */
  readonly reservations: readonly ChargedReservation[];
  /** Whose the vehicle was last during the stay, by accounts' word. */
  readonly ownerId: string | null;
  readonly settlement: Settlement | null;
}

/** When the stay began, with its parts. */
export function enteredAtOf({ stay, parts }: Pick<VisitFacts, 'stay' | 'parts'>): Date {
  return earliest([stay, ...parts].map(({ enteredAt }) => enteredAt));
}

/** When the vehicle left for good; null while it is inside. */
export function leftAtOf({ stay, parts }: Pick<VisitFacts, 'stay' | 'parts'>): Date | null {
  if (stay.leftAt === null) return null;
  return latest([stay.leftAt, ...parts.flatMap(({ leftAt }) => leftAt ?? [])]);
}

/** True when the ticket of the stay or of a part of it was lost. */
export const isTicketLost = ({ stay, parts }: Pick<VisitFacts, 'stay' | 'parts'>): boolean =>
  [stay, ...parts].some(({ lostTicket }) => lostTicket);

const earliest = (instants: readonly Date[]) =>
  new Date(Math.min(...instants.map((instant) => instant.getTime())));
const latest = (instants: readonly Date[]) =>
  new Date(Math.max(...instants.map((instant) => instant.getTime())));

/** Where a visit stands, as far as billing is concerned. */
export type VisitStanding =
  /** Found to be a part of another stay, which is billed for both. */
  | { readonly standing: 'ABSORBED' }
  /** Something is missing that was not heard yet. */
  | { readonly standing: 'WAITING'; readonly for: string }
  /** The vehicle is inside, nothing was settled. */
  | { readonly standing: 'OPEN' }
  /** To be billed up to this instant. */
  | { readonly standing: 'DUE'; readonly until: Date };

/** Where a visit stands. Depends on what was heard alone, never on the order in which it was. */
export function standingOf(facts: VisitFacts): VisitStanding {
  const { stay, settlement } = facts;
  if (stay.status === 'MERGED') return { standing: 'ABSORBED' };
  if (facts.facility === null) return { standing: 'WAITING', for: `facility ${stay.facilityId}` };
  const tariff = missingTariff(facts);
  if (tariff !== null) return { standing: 'WAITING', for: `tariff version ${tariff}` };
  const foreign = foreignCurrency(facts, facts.facility.currency);
  if (foreign !== null) return { standing: 'WAITING', for: `a price in the facility's currency` };
  const leftAt = leftAtOf(facts);
  if (leftAt === null) {
    return settlement === null ? { standing: 'OPEN' } : { standing: 'DUE', until: settlement.at };
  }
  const session = unfinishedSession(facts);
  if (session !== null) return { standing: 'WAITING', for: session };
  const isWithinGrace = settlement !== null && leftAt <= settlement.graceUntil;
  return { standing: 'DUE', until: isWithinGrace ? settlement.at : leftAt };
}

function missingTariff({ sessions, tariffs }: VisitFacts): string | null {
  const ids = sessions.flatMap(({ tariffVersionId }) => tariffVersionId ?? []);
  return ids.find((id) => !tariffs.has(id)) ?? null;
}

/** A currency that the facility does not bill in, and that something of the visit is priced in all the same. */
function foreignCurrency(
  { plan, sessions, tariffs, reservations }: VisitFacts,
  currency: string,
): string | null {
  const priced = [
    ...reservations.flatMap(({ charges }) => charges),
    ...(plan === null ? [] : [plan.plan]),
    ...sessions.flatMap(({ tariffVersionId }) => tariffs.get(tariffVersionId ?? '') ?? []),
  ];
  return priced.find((price) => price.currency !== currency)?.currency ?? null;
}

/** What of charging is still to be heard after the vehicle left. */
function unfinishedSession({ stay, parts, sessions, settledSessions }: VisitFacts): string | null {
  for (const { id, slotKind } of [stay, ...parts]) {
    const expected = settledSessions.get(id);
    // Only in EV slots can a vehicle charge, and only of these it is told when charging is done with the stay.
    if (slotKind === 'EV' && expected === undefined) return `charging sessions of stay ${id}`;
    for (const sessionId of expected ?? []) {
      const session = sessions.find((each) => each.id === sessionId);
      if (session === undefined || session.endedAt === null) {
        return `charging session ${sessionId}`;
      }
    }
  }
  const open = openSessionOf({ sessions });
  return open === null ? null : `charging session ${open.id}`;
}

/** A charging session that still goes on; null: none. */
export function openSessionOf({ sessions }: Pick<VisitFacts, 'sessions'>): HeardSession | null {
  return sessions.find(({ endedAt }) => endedAt === null) ?? null;
}

/** Who owes the stay: the customer whose vehicle it is, or else whoever parked it. */
export interface Debtor {
  readonly customerId: string | null;
  readonly registration: string;
}

/** Who owes the stay. */
export const debtorOf = ({ stay, ownerId }: VisitFacts): Debtor => ({
  customerId: stay.customerId ?? ownerId,
  registration: stay.registration,
});

/** True when both are the same to a document: it is made out to a customer, or else for a vehicle. */
export const isSameDebtor = (
  a: { readonly customerId: string | null; readonly registration: string | null },
  b: { readonly customerId: string | null; readonly registration: string | null },
): boolean =>
  a.customerId === b.customerId && (a.customerId !== null || a.registration === b.registration);

/**
 * True when what was paid for the one may pay for the other: the same customer; or the same vehicle, where it was
 * found out only later whose it is.
 */
export const sharesMoney = (
  a: { readonly customerId: string | null; readonly registration: string | null },
  b: { readonly customerId: string | null; readonly registration: string | null },
): boolean =>
  isSameDebtor(a, b) ||
  ((a.customerId === null || b.customerId === null) && a.registration === b.registration);
