import type { SqlExecutor } from '@voltpark/kit/database/executor';
import type { At, ReportReads } from '../application/ports.js';
import type { Days, Reservations, RevenueRow, StationUse, VehicleType } from '../domain/reports.js';
import { boundsOf } from './occupancy-reads.js';

const within = (instant: string) =>
  `${instant} >= $2::text::timestamptz AND ${instant} < $3::text::timestamptz`;
const stayed = 'extract(epoch FROM left_at - entered_at)';

interface UsageRow {
  readonly entries: number;
  readonly exits: number;
  readonly average: number | null;
  readonly longest: number | null;
}

/** Reports over a facility's facts. Days are those of its zone. */
export function reportReads(db: SqlExecutor): ReportReads {
  const ask = async <Row>(sql: string, at: At, days: Days, ...more: readonly string[]) => {
    const { from, to } = await boundsOf(db, at.facility.timeZone, days);
    const asked = [at.facility.id, from.toISOString(), to.toISOString(), ...more];
    return db.$queryRawUnsafe<Row[]>(sql, ...asked);
  };
  return {
    async usage(at, days) {
      const [[usage], hours] = await Promise.all([
        ask<UsageRow>(usageSql, at, days),
        ask<{ hour: number; entries: number }>(hoursSql, at, days, at.facility.timeZone),
      ]);
      const entriesByHour = Array.from({ length: 24 }, () => 0);
      for (const { hour, entries } of hours) entriesByHour[hour] = entries;
      return {
        ...{ entries: usage?.entries ?? 0, exits: usage?.exits ?? 0, entriesByHour },
        averageStaySeconds: usage?.average ?? null,
        longestStaySeconds: usage?.longest ?? null,
      };
    },
    async revenue(at, days) {
      const { currency, timeZone } = at.facility;
      const [rows, [documents], [money]] = await Promise.all([
        ask<RevenueRow>(revenueSql, at, days, currency, timeZone),
        ask<{ transactions: number; net: number; gross: number }>(documentsSql, at, days, currency),
        ask<{ received: number }>(moneySql, at, days, currency),
      ]);
      return {
        ...{ currency, rows, transactions: documents?.transactions ?? 0 },
        ...{ netMinor: documents?.net ?? 0, grossMinor: documents?.gross ?? 0 },
        receivedMinor: money?.received ?? 0,
      };
    },
    stations: (at, days) => ask<StationUse>(stationsSql, at, days, at.now.toISOString()),
    vehicleTypes: (at, days) => ask<VehicleType>(vehicleTypesSql, at, days),
    async reservations(at, days) {
      const { currency } = at.facility;
      const [reservations] = await ask<Omit<Reservations, 'currency'>>(
        ...([reservationsSql, at, days, currency] as const),
      );
      if (reservations === undefined) throw new Error('Postgres gave no sums.');
      return { ...reservations, currency };
    },
  };
}

/** A stay that was merged into another was never one. */
const stays = `stay_fact WHERE facility_id = $1 AND status <> 'MERGED'`;

const usageSql = `SELECT
  (SELECT count(*)::int FROM ${stays} AND ${within('entered_at')}) AS entries,
  count(*)::int AS exits, round(avg(${stayed}))::float8 AS average, round(max(${stayed}))::float8 AS longest
  FROM ${stays} AND ${within('left_at')}`;

const hoursSql = `SELECT extract(hour FROM entered_at AT TIME ZONE $4::text)::int AS hour, count(*)::int AS entries
  FROM ${stays} AND ${within('entered_at')} GROUP BY 1`;

/** Amounts in minor units stay far below 2^53: as a double they are exact. */
const revenueSql = `SELECT to_char(i.issued_at AT TIME ZONE $5::text, 'YYYY-MM-DD') AS date,
    l.charge_kind AS "chargeKind", sum(l.net_minor)::float8 AS "netMinor",
    sum(l.gross_minor)::float8 AS "grossMinor"
  FROM invoice_fact i JOIN invoice_line_fact l ON l.invoice_id = i.id
  WHERE i.facility_id = $1 AND ${within('i.issued_at')} AND i.currency = $4
  GROUP BY 1, 2 ORDER BY 1, 2`;

const documentsSql = `SELECT
    coalesce(sum(CASE kind WHEN 'INVOICE' THEN 1 ELSE -1 END), 0)::int AS transactions,
    coalesce(sum(total_minor - tax_minor), 0)::float8 AS net, coalesce(sum(total_minor), 0)::float8 AS gross
  FROM invoice_fact WHERE facility_id = $1 AND ${within('issued_at')} AND currency = $4`;

const moneySql = `SELECT coalesce(sum(amount_minor), 0)::float8 AS received
  FROM payment_fact WHERE facility_id = $1 AND ${within('at')} AND currency = $4`;

/**
 * Sessions count where they began; their time counts as far as it is within the days. A station that was registered
 * after it had charged (history that is taken over, or a charger that was offline) stood there since its first session.
 */
const stationsSql = `WITH span AS (
    SELECT $2::text::timestamptz AS since, least($3::text::timestamptz, $4::text::timestamptz) AS until)
  SELECT s.id AS "stationId", s.name, s.connectors,
    count(c.id) FILTER (WHERE ${within('c.started_at')})::int AS sessions,
    count(c.id) FILTER (WHERE c.interrupted AND ${within('c.started_at')})::int AS interrupted,
    coalesce(sum(c.energy_wh) FILTER (WHERE ${within('c.started_at')}), 0)::float8 AS "energyWh",
    coalesce(sum(extract(epoch FROM
      least(coalesce(c.ended_at, span.until), span.until) - greatest(c.started_at, span.since))), 0)::float8
      AS "usedSeconds",
    (s.connectors * greatest(0, extract(epoch FROM span.until - greatest(span.since,
      least(s.registered_at, (SELECT min(started_at) FROM charging_fact
        WHERE facility_id = $1 AND station_id = s.id))))))::float8
      AS "availableSeconds"
  FROM span CROSS JOIN station_fact s
  LEFT JOIN charging_fact c ON c.facility_id = $1 AND c.station_id = s.id AND c.started_at < span.until
    AND coalesce(c.ended_at, span.until) > span.since
  WHERE s.facility_id = $1
  GROUP BY s.id, span.since, span.until ORDER BY s.name, s.id`;

/** What is PENDING is not booked yet, and not abandoned either. */
const reservationsSql = `SELECT r.*, money.net AS "netMinor", money.gross AS "grossMinor"
  FROM (
    SELECT count(*) FILTER (WHERE is_booked)::int AS booked,
      count(*) FILTER (WHERE is_booked AND status = 'FULFILLED')::int AS fulfilled,
      count(*) FILTER (WHERE is_booked AND status = 'CANCELED')::int AS cancelled,
      count(*) FILTER (WHERE is_booked AND status = 'NO_SHOW')::int AS "noShows",
      count(*) FILTER (WHERE is_booked AND status = 'REJECTED')::int AS rejected,
      count(*) FILTER (WHERE is_booked AND status = 'CONFIRMED')::int AS upcoming,
      count(*) FILTER (WHERE NOT is_booked AND status <> 'PENDING')::int AS abandoned,
      coalesce(sum(extract(epoch FROM ends_at - starts_at))
        FILTER (WHERE is_booked AND status NOT IN ('CANCELED', 'REJECTED')), 0)::float8 AS "bookedSeconds"
    FROM reservation_fact WHERE facility_id = $1 AND ${within('starts_at')}) AS r
  CROSS JOIN (
    SELECT coalesce(sum(l.net_minor), 0)::float8 AS net, coalesce(sum(l.gross_minor), 0)::float8 AS gross
    FROM invoice_fact i JOIN invoice_line_fact l ON l.invoice_id = i.id
    WHERE i.facility_id = $1 AND ${within('i.issued_at')} AND i.currency = $4
      AND l.charge_kind = 'RESERVATION') AS money`;

const vehicleTypesSql = `SELECT vehicle_size AS "vehicleSize", is_electric AS "isElectric", count(*)::int AS stays,
    round(avg(${stayed}))::float8 AS "averageStaySeconds"
  FROM ${stays} AND ${within('entered_at')} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`;
