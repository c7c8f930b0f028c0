import {
  facilitiesEvents,
  ratePlanSchema,
  slotKindSchema,
  slotSizeSchema,
} from '@voltpark/contracts';
import { targetInForce, versionInForce } from '@voltpark/rating/in-force';
import { z } from 'zod';
import type { FacilityReads } from '../application/ports.js';
import type { Facility } from '../domain/booking-window.js';
import type { Busy } from '../domain/calendar.js';
import { usualTerms } from '../domain/terms.js';
import type { FacilityRow } from './generated/client.js';
import { termsOf } from './rows.js';
import type { Db } from './saving.js';

const { evPolicySchema, facilityStatusSchema, openingPeriodSchema, specialDaySchema } =
  facilitiesEvents;
const periods = z.array(openingPeriodSchema);
const days = z.array(specialDaySchema.omit({ name: true }));

const facilityOf = (row: FacilityRow): Facility => ({
  ...row,
  evPolicy: evPolicySchema.parse(row.evPolicy),
  status: facilityStatusSchema.parse(row.status),
  openingPeriods: periods.parse(row.openingPeriods),
  specialDays: days.parse(row.specialDays),
});

/** States in which a reservation has its slot. */
const live = { in: ['PENDING', 'CONFIRMED', 'FULFILLED'] };

/** The calendar of a facility, and by what it is judged. */
export function facilityReads(db: Db): FacilityReads {
  return {
    async facility(id) {
      const row = await db.facilityRow.findUnique({ where: { id } });
      return row === null ? null : facilityOf(row);
    },
    async terms(facilityId) {
      const facility = await db.facilityRow.findUnique({ where: { id: facilityId } });
      if (facility === null) return null;
      const { tenantId, currency } = facility;
      const of = { facilityId, tenantId, currency };
      const row = await db.termsRow.findUnique({ where: { facilityId } });
      if (row === null) return { ...usualTerms, ...of, version: 0 };
      return { ...termsOf(row.content), ...of, version: row.version };
    },
    async calendar(facilityId, from, exceptId) {
      const slots = await db.slotRow.findMany({ where: { facilityId } });
      const booked = await db.reservationRow.findMany({
        where: {
          ...{ facilityId, status: live, keptUntil: { gt: from } },
          ...(exceptId === null ? {} : { id: { not: exceptId } }),
        },
        select: { slotId: true, opensAt: true, keptUntil: true },
      });
      const stays = await db.stayRow.findMany({
        where: { facilityId, overAt: null },
        select: { slotId: true, enteredAt: true, promisedUntil: true },
      });
      const busy = new Map<string, Busy[]>(slots.map(({ id }) => [id, []]));
      for (const { slotId, opensAt, keptUntil } of booked) {
        busy.get(slotId)?.push({ from: opensAt, to: keptUntil });
      }
      for (const { slotId, enteredAt, promisedUntil } of stays) {
        // Who stays longer than was promised is there still; from when on they are not, nobody knows.
        const to = Math.max(promisedUntil.getTime(), from.getTime() + 1);
        busy.get(slotId)?.push({ from: enteredAt, to: new Date(to) });
      }
      return slots.map(({ id, number, distanceMetres, size, kind, status }) => ({
        ...{ id, number, distanceMetres },
        size: slotSizeSchema.parse(size),
        kind: slotKindSchema.parse(kind),
        isInService: status !== 'MAINTENANCE',
        busy: busy.get(id) ?? [],
      }));
    },
    planAt: (facilityId, at) => planAt(db, facilityId, at),
  };
}

async function planAt(db: Db, facilityId: string, at: Date) {
  const assignments = await db.assignmentRow.findMany({ where: { facilityId } });
  const kind = 'RATE_PLAN' as const;
  const planId = targetInForce(
    assignments.map(({ id: assignmentId, planId: targetId, effectiveFrom }) => ({
      ...{ assignmentId, facilityId, stationId: null, kind, targetId, effectiveFrom },
    })),
    { kind, facilityId, stationId: null, at },
  );
  if (planId === null) return null;
  const versions = await db.planVersionRow.findMany({
    where: { planId },
    select: { id: true, number: true, effectiveFrom: true },
  });
  const version = versionInForce(versions, at);
  if (version === null) return null;
  const row = await db.planVersionRow.findUniqueOrThrow({ where: { id: version.id } });
  return ratePlanSchema.parse(row.content);
}
