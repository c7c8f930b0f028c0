import type { analyticsEvents } from '@voltpark/contracts';
import type { SqlExecutor } from '@voltpark/kit/database/executor';
import type { LogSlice } from '../application/ports.js';
import type { FacilityFact, LoggedEvent } from '../domain/facts.js';
import { limits } from '../domain/limits.js';
import { percentOf } from '../domain/reports.js';

/** Facilities as facilities last told of them. */
export async function readFacilities(
  db: SqlExecutor,
  ids: readonly string[],
): Promise<FacilityFact[]> {
  return db.$queryRawUnsafe<FacilityFact[]>(
    `SELECT id, tenant_id AS "tenantId", name, time_zone AS "timeZone", currency, country, places, status, version
     FROM facility_fact WHERE id IN (SELECT jsonb_array_elements_text($1::jsonb))`,
    JSON.stringify(ids),
  );
}

/** The latest of a facility's log first. */
export async function readLog(
  db: SqlExecutor,
  facilityId: string,
  { types, limit, after }: LogSlice,
): Promise<LoggedEvent[]> {
  return db.$queryRawUnsafe<LoggedEvent[]>(
    `SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, type,
       tenant_id AS "tenantId", facility_id AS "facilityId", aggregate_type AS "aggregateType",
       aggregate_id AS "aggregateId", aggregate_version AS "aggregateVersion"
     FROM event_log WHERE facility_id = $1
       AND ($2::jsonb IS NULL OR type IN (SELECT jsonb_array_elements_text($2::jsonb)))
       AND ($3::text IS NULL OR (event_log.at, id) < ($3::text::timestamptz, $4::text))
     ORDER BY event_log.at DESC, id DESC LIMIT $5::int`,
    ...[facilityId, types === null ? null : JSON.stringify(types)],
    ...[after?.at ?? null, after?.id ?? null, limit],
  );
}

type KpiRow = Omit<analyticsEvents.Kpis, 'at' | 'occupancyPercent'>;

/** Key figures as of an instant. */
export async function readKpis(
  db: SqlExecutor,
  facilityIds: readonly string[],
  now: Date,
): Promise<analyticsEvents.Kpis[]> {
  const rows = await db.$queryRawUnsafe<KpiRow[]>(
    kpisSql,
    ...[JSON.stringify(facilityIds), now.toISOString(), limits.believeCountMs / 1000],
  );
  return rows.map((row) => {
    const { taken, inService } = row;
    const isKnown = taken !== null && inService !== null;
    const occupancyPercent = isKnown ? percentOf(taken, inService) : null;
    return { ...row, at: now.toISOString(), occupancyPercent };
  });
}

const kpisSql = `WITH f AS (
    SELECT *, $2::text::timestamptz AS now,
      date_trunc('day', $2::text::timestamptz AT TIME ZONE time_zone) AT TIME ZONE time_zone AS today
    FROM facility_fact WHERE id IN (SELECT jsonb_array_elements_text($1::jsonb)))
  SELECT f.id AS "facilityId", f.tenant_id AS "tenantId", last.taken, last.in_service AS "inService",
    stays.open AS "openStays", stays.entries AS "entriesToday", stays.exits AS "exitsToday",
    stays.average AS "averageStaySeconds", charging.now AS "chargingNow", charging.energy AS "energyTodayWh",
    f.currency, revenue.today AS "revenueTodayMinor", revenue.hour AS "revenueLastHourMinor",
    revenue.transactions AS "transactionsToday"
  FROM f
  LEFT JOIN LATERAL (
    SELECT o.taken, o.in_service FROM (
      SELECT * FROM occupancy_sample s WHERE s.facility_id = f.id AND s.at <= f.now
      ORDER BY s.version DESC LIMIT 1) AS o
    WHERE NOT o.counted OR o.at > f.now - make_interval(secs => $3::float8)) AS last ON true
  CROSS JOIN LATERAL (
    SELECT (SELECT count(*)::int FROM stay_fact WHERE facility_id = f.id AND status = 'OPEN'
        AND left_at IS NULL) AS open,
      (SELECT count(*)::int FROM stay_fact WHERE facility_id = f.id AND status <> 'MERGED'
        AND entered_at >= f.today AND entered_at <= f.now) AS entries,
      count(*) FILTER (WHERE left_at >= f.today)::int AS exits,
      (round(avg(extract(epoch FROM left_at - entered_at))
        FILTER (WHERE left_at > f.now - interval '24 hours')))::float8 AS average
    FROM stay_fact WHERE facility_id = f.id AND status <> 'MERGED'
      AND left_at >= least(f.today, f.now - interval '24 hours') AND left_at <= f.now) AS stays
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE ended_at IS NULL)::int AS now,
      coalesce(sum(energy_wh) FILTER (WHERE ended_at >= f.today), 0)::float8 AS energy
    FROM charging_fact WHERE facility_id = f.id AND (ended_at IS NULL OR ended_at >= f.today)) AS charging
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(total_minor - tax_minor) FILTER (WHERE issued_at >= f.today), 0)::float8 AS today,
      coalesce(sum(total_minor - tax_minor) FILTER (WHERE issued_at > f.now - interval '1 hour'), 0)::float8
        AS hour,
      coalesce(sum(CASE kind WHEN 'INVOICE' THEN 1 ELSE -1 END) FILTER (WHERE issued_at >= f.today), 0)::int
        AS transactions
    FROM invoice_fact WHERE facility_id = f.id AND currency = f.currency AND issued_at <= f.now
      AND issued_at >= least(f.today, f.now - interval '1 hour')) AS revenue`;
