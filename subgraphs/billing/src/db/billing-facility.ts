import { limits } from '../domain/limits.js';
import type { BillingFacility } from '../domain/visit.js';
import type { Db } from './saving.js';

/** Settings of other contexts' making that billing heeds. */
export const heededSettings = {
  exitGrace: 'parking.exitGrace',
  dueDays: 'billing.dueDays',
} as const;

const durationPattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration of days, hours, minutes and seconds in milliseconds; null when it is not one. */
function durationMs(value: unknown): number | null {
  const match = typeof value === 'string' ? durationPattern.exec(value) : null;
  if (match === null) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((n) => Number(n ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}

/** A facility with its settings; null when it was not heard of. */
export async function billingFacility(db: Db, id: string): Promise<BillingFacility | null> {
  const facility = await db.facilityRow.findUnique({ where: { id } });
  if (facility === null) return null;
  const rows = await db.settingRow.findMany({
    where: {
      key: { in: Object.values(heededSettings) },
      OR: [
        { scope: 'FACILITY', scopeId: id },
        { scope: 'TENANT', scopeId: facility.tenantId },
      ],
    },
  });
  const valueOf = (key: string): unknown => {
    const of = (scope: string) =>
      rows.find((row) => row.key === key && row.scope === scope)?.value ?? null;
    return of('FACILITY') ?? of('TENANT');
  };
  const dueDays = valueOf(heededSettings.dueDays);
  return {
    id,
    tenantId: facility.tenantId,
    timeZone: facility.timeZone,
    currency: facility.currency,
    exitGraceMs: durationMs(valueOf(heededSettings.exitGrace)) ?? limits.exitGraceMs,
    dueDays: typeof dueDays === 'number' ? dueDays : null,
    seller: {
      name: await sellerName(db, facility.tenantId, facility.name),
      place: [
        facility.name,
        facility.street,
        `${facility.postalCode} ${facility.city}`,
        facility.country,
      ],
    },
  };
}

/** The name of an operator; where it was not heard of yet, what else is known. */
export async function sellerName(db: Db, tenantId: string, otherwise: string): Promise<string> {
  const tenant = await db.tenantRow.findUnique({ where: { id: tenantId } });
  return tenant?.name ?? otherwise;
}
