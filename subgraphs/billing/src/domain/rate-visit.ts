import { rateCharging } from '@voltpark/rating/charging';
import { rateStay } from '@voltpark/rating/stay';
import type { RatingLine } from '@voltpark/rating/rating';
import type { ChargeLine, ChargeSource } from './charge.js';
import { reservationLines } from './reservation.js';
import {
  enteredAtOf,
  isTicketLost,
  type BillingFacility,
  type HeardSession,
  type VisitFacts,
} from './visit.js';

/**
 * What a visit comes to when it ends at `until`: every line, and what it is for. Charging sessions that began later
 * are not in it, as the visit may have been settled before.
 * @param facility the visit's own
 */
export function rateVisit(
  facts: VisitFacts,
  facility: BillingFacility,
  until: Date,
): readonly ChargeLine[] {
  const from = enteredAtOf(facts);
  const to = until < from ? from : until;
  const sessions = ratedSessions(facts, to);
  const rating = rateStay({
    plan: facts.plan?.plan ?? null,
    currency: facility.currency,
    timeZone: facility.timeZone,
    from,
    to,
    size: facts.stay.vehicleSize,
    isElectric: facts.stay.isElectric,
    lostTicket: isTicketLost(facts),
    sessions: sessions.map((session) => ({
      tariff: tariffOf(facts, session),
      trace: traceOf(session),
    })),
    passes: facts.passes,
    discounts: facts.discounts,
  });
  const ofStay = (line: RatingLine) => chargeLine(line, 'PARKING_SESSION', facts.stay.id);
  return [
    ...facts.reservations.flatMap(reservationLines),
    ...rating.parking.lines.map(ofStay),
    ...sessions.flatMap(({ id }, place) =>
      (rating.sessions[place]?.lines ?? []).map((line) => chargeLine(line, 'CHARGING_SESSION', id)),
    ),
    ...rating.reductions.map(ofStay),
  ];
}

/** What the sessions that are over come to, while the visit itself is not: each follows from its own tariff alone. */
export function rateSessions(facts: VisitFacts): readonly ChargeLine[] {
  return facts.sessions.flatMap((session) => {
    const tariff = tariffOf(facts, session);
    if (session.endedAt === null || tariff === null) return [];
    const { lines } = rateCharging(tariff, traceOf(session));
    return lines.map((line) => chargeLine(line, 'CHARGING_SESSION', session.id));
  });
}

const tariffOf = ({ tariffs }: VisitFacts, { tariffVersionId }: HeardSession) =>
  tariffVersionId === null ? null : (tariffs.get(tariffVersionId) ?? null);

const traceOf = ({ timeZone, periods }: HeardSession) => ({
  time_zone: timeZone,
  reservation_expired: false,
  periods: [...periods],
});

/** Sessions that are over and began before the visit's end, in the order of time. */
function ratedSessions({ sessions }: VisitFacts, until: Date): HeardSession[] {
  return sessions
    .filter(({ endedAt, startedAt }) => endedAt !== null && startedAt <= until)
    .toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || (a.id < b.id ? -1 : 1));
}

const chargeLine = (line: RatingLine, sourceType: ChargeSource, sourceId: string): ChargeLine => ({
  ...line,
  sourceType,
  sourceId,
});
