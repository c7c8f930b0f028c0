import { discountSchema, type Discount, type Tariff } from '@voltpark/contracts';
import { targetInForce, versionInForce } from '@voltpark/rating/in-force';
import {
  enteredAtOf,
  leftAtOf,
  type PassTime,
  type Stay,
  type VisitFacts,
} from '../domain/visit.js';
import { billingFacility } from './billing-facility.js';
import { planOf, tariffOf } from './price-versions.js';
import type { Db } from './saving.js';
import { reservationOf } from './reservation-store.js';
import { sessionOf, stayOf } from './visit-row.js';
import { partsOf } from './visit-parts.js';

/** All that was heard and decided of a visit; null when its stay was not heard of. */
export async function visitFacts(db: Db, id: string): Promise<VisitFacts | null> {
  const partIds = (await partsOf(db, id)).map((part) => part.id);
  const ids = [id, ...partIds];
  const stays = (
    await db.stayRow.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' } })
  ).map(stayOf);
  const stay = stays.find((each) => each.id === id);
  if (stay === undefined) return null;
  const parts = stays.filter((each) => each.id !== id);
  const visit = await db.visitRow.findUnique({ where: { id } });
  const enteredAt = enteredAtOf({ stay, parts });
  const leftAt = leftAtOf({ stay, parts });
  const settlement =
    visit?.settledAt == null || visit.graceUntil === null
      ? null
      : { at: visit.settledAt, graceUntil: visit.graceUntil };
  return {
    stay,
    parts,
    ...(await chargingOf(db, ids)),
    facility: await billingFacility(db, stay.facilityId),
    plan: await planAt(db, stay, enteredAt, visit?.pinnedAt ?? null),
    passes: await passesOf(db, stay),
    discounts: await discountsOf(db, ids),
    reservations: await reservationsOf(db, ids),
    ownerId: await ownerOf(db, stay.registration, leftAt),
    settlement,
  };
}

async function chargingOf(
  db: Db,
  stayIds: readonly string[],
): Promise<Pick<VisitFacts, 'sessions' | 'settledSessions' | 'tariffs'>> {
  const parkingSessionId = { in: [...stayIds] };
  const sessions = (
    await db.chargingSessionRow.findMany({ where: { parkingSessionId }, orderBy: { id: 'asc' } })
  ).map(sessionOf);
  const settled = await db.staySettledRow.findMany({ where: { parkingSessionId } });
  const wanted = sessions.flatMap(({ tariffVersionId }) => tariffVersionId ?? []);
  const versions =
    wanted.length === 0
      ? []
      : await db.priceVersionRow.findMany({ where: { kind: 'TARIFF', id: { in: wanted } } });
  return {
    sessions,
    settledSessions: new Map(settled.map((row) => [row.parkingSessionId, row.sessionIds])),
    tariffs: new Map(
      versions.map(({ id, content }): [string, Tariff] => [id, tariffOf(id, content)]),
    ),
  };
}

/**
 * The version of the rate plan in force at entry. Once a document was issued, what was assigned or published later
 * does not count; what was made before and heard of only now does, so that the order of hearing does not matter.
 */
async function planAt(
  db: Db,
  stay: Stay,
  at: Date,
  pinnedAt: Date | null,
): Promise<VisitFacts['plan']> {
  const made = pinnedAt === null ? {} : { madeAt: { lte: pinnedAt } };
  const assignments = await db.assignmentRow.findMany({
    where: { facilityId: stay.facilityId, kind: 'RATE_PLAN', ...made },
  });
  const targetId = targetInForce(
    assignments.map(({ id: assignmentId, ...row }) => ({
      ...row,
      assignmentId,
      kind: 'RATE_PLAN' as const,
    })),
    { kind: 'RATE_PLAN', facilityId: stay.facilityId, stationId: null, at },
  );
  if (targetId === null) return null;
  const versions = await db.priceVersionRow.findMany({
    where: { kind: 'RATE_PLAN', targetId, ...made },
    select: { id: true, number: true, effectiveFrom: true },
  });
  const version = versionInForce(versions, at);
  if (version === null) return null;
  const row = await db.priceVersionRow.findUniqueOrThrow({ where: { id: version.id } });
  return { versionId: version.id, plan: planOf(version.id, row.content) };
}

/** When passes paid for the vehicle here: from when they came into force, until they ended. */
async function passesOf(db: Db, { registration, tenantId, facilityId }: Stay): Promise<PassTime[]> {
  const rows = await db.passRow.findMany({
    where: { registration, tenantId, activatedAt: { not: null } },
    orderBy: { id: 'asc' },
  });
  return rows.flatMap(({ facilityIds, activatedAt, endedAt, validFrom, validUntil }) => {
    if (activatedAt === null) return [];
    if (facilityIds.length > 0 && !facilityIds.includes(facilityId)) return [];
    const from = activatedAt > validFrom ? activatedAt : validFrom;
    const to = endedAt !== null && endedAt < validUntil ? endedAt : validUntil;
    return from < to ? [{ from, to }] : [];
  });
}

async function discountsOf(db: Db, stayIds: readonly string[]): Promise<Discount[]> {
  const rows = await db.visitDiscountRow.findMany({
    where: { visitId: { in: [...stayIds] } },
    orderBy: [{ appliedAt: 'asc' }, { discountId: 'asc' }],
  });
  const seen = new Set<string>();
  return rows.flatMap(({ discountId, content }) => {
    if (seen.has(discountId)) return [];
    seen.add(discountId);
    return [discountSchema.parse(content)];
  });
}

async function reservationsOf(db: Db, stayIds: readonly string[]) {
  const rows = await db.reservationRow.findMany({
    where: { parkingSessionId: { in: [...stayIds] } },
    orderBy: { id: 'asc' },
  });
  return rows.map(reservationOf);
}

/** Whose the vehicle was last before it left, by accounts' word; null: nobody's. */
async function ownerOf(db: Db, registration: string, leftAt: Date | null): Promise<string | null> {
  const row = await db.ownershipRow.findFirst({
    where: { registration, ...(leftAt === null ? {} : { since: { lte: leftAt } }) },
    orderBy: [{ since: 'desc' }, { version: 'desc' }],
  });
  return row?.active === true ? row.customerId : null;
}
