import type { BillingFacility, HeardSession, Stay, VisitFacts } from '../../src/domain/visit.js';
import { tenantId } from './actors.js';
import { minutes, noon, period, plan, tariff } from './heard.js';

export const facility = (otherwise: Partial<BillingFacility> = {}): BillingFacility => ({
  ...{ id: 'facility-one', tenantId, timeZone: 'Europe/Berlin', currency: 'EUR' },
  ...{ exitGraceMs: 15 * 60_000, dueDays: null, seller: { name: 'Stadtparken', place: [] } },
  ...otherwise,
});

export const stay = (otherwise: Partial<Stay> = {}): Stay => ({
  ...{ id: 'stay-one', tenantId, facilityId: 'facility-one', slotKind: 'ICE' },
  ...{ registration: 'DDVP123', customerId: 'customer-one', vehicleSize: 'STANDARD' },
  ...{ isElectric: false, enteredAt: noon, leftAt: minutes(90), status: 'CLOSED' },
  ...{ lostTicket: false, mergedIntoId: null },
  ...otherwise,
});

/** A session of an hour with 20 kWh from noon on. */
export const session = (otherwise: Partial<HeardSession> = {}): HeardSession => ({
  ...{ id: 'session-one', parkingSessionId: 'stay-one', tariffVersionId: 'tariff-one-v1' },
  ...{ timeZone: 'Europe/Berlin', startedAt: noon, endedAt: minutes(60), revision: 1 },
  ...{ periods: [period(0, 60, 'CHARGING', 20_000)], progress: null },
  ...otherwise,
});

/** A stay of 90 minutes that has ended, at a facility that everything is known of. */
export const facts = (otherwise: Partial<VisitFacts> = {}): VisitFacts => ({
  stay: stay(),
  ...{ parts: [], sessions: [], settledSessions: new Map(), facility: facility() },
  plan: { versionId: 'plan-one-v1', plan: plan() },
  tariffs: new Map([['tariff-one-v1', tariff()]]),
  ...{ passes: [], discounts: [], reservations: [], ownerId: null, settlement: null },
  ...otherwise,
});
