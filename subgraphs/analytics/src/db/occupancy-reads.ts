import type { SqlExecutor } from '@voltpark/kit/database/executor';
import type { At, OccupancyReads } from '../application/ports.js';
import { limits } from '../domain/limits.js';
import { heldUntil, type Quarter } from '../domain/occupancy.js';
import type { Days, OccupancyPeriod, PatternHour } from '../domain/reports.js';
import { sampleColumns, sampleOf, type SampleRow } from './samples.js';

/** Quarters of a range: those summed, and what the last sample says of the time since. */
const quarters = `q AS (
  SELECT start, known_ms, taken_ms, in_service_ms FROM occupancy_quarter
  WHERE facility_id = $1 AND start >= $2::text::timestamptz AND start < $3::text::timestamptz
  UNION ALL
  SELECT to_timestamp(start / 1000), "knownMs", "takenMs", "inServiceMs"
  FROM jsonb_to_recordset($4::jsonb)
    AS t(start bigint, "knownMs" bigint, "takenMs" bigint, "inServiceMs" bigint)
)`;
const sums = `sum(known_ms)::float8 AS known_ms, (sum(taken_ms) / sum(known_ms))::float8 AS taken,
  (sum(in_service_ms) / sum(known_ms))::float8 AS in_service`;

interface SumRow {
  readonly known_ms: number;
  readonly taken: number;
  readonly in_service: number;
}
type PeriodRow = SumRow & { readonly from_ms: string; readonly to_ms: string };

const measured = (row: SumRow) => ({
  ...{ taken: row.taken, inService: row.in_service, knownMs: row.known_ms },
});
const periodOf = (row: PeriodRow): OccupancyPeriod => ({
  start: new Date(Number(row.from_ms)),
  end: new Date(Number(row.to_ms)),
  ...measured(row),
});
const ms = (instant: string) => `(extract(epoch FROM ${instant}) * 1000)::bigint::text`;

/** Where a facility's local days begin and end, as instants. */
export async function boundsOf(
  db: SqlExecutor,
  timeZone: string,
  { from, to }: Days,
): Promise<{ readonly from: Date; readonly to: Date }> {
  const [row] = await db.$queryRawUnsafe<{ from_ms: string; to_ms: string }[]>(
    `SELECT ${ms('($1::text::date)::timestamp AT TIME ZONE $3::text')} AS from_ms,
       ${ms(`($2::text::date + 1)::timestamp AT TIME ZONE $3::text`)} AS to_ms`,
    ...[from, to, timeZone],
  );
  if (row === undefined) throw new Error('Postgres gave no bounds.');
  return { from: new Date(Number(row.from_ms)), to: new Date(Number(row.to_ms)) };
}

/** How full facilities were. */
export function occupancyReads(db: SqlExecutor, now: () => Date): OccupancyReads {
  const ask = async <Row>(
    sql: string,
    facilityId: string,
    { from, to }: { readonly from: Date; readonly to: Date },
    ...more: readonly string[]
  ): Promise<Row[]> => {
    const tail = await tailOf(db, facilityId, now());
    const within = tail.filter(({ start }) => start >= from.getTime() && start < to.getTime());
    return db.$queryRawUnsafe<Row[]>(
      `WITH ${quarters} ${sql}`,
      ...[facilityId, from.toISOString(), to.toISOString(), JSON.stringify(within), ...more],
    );
  };
  const inDays = async <Row>(sql: string, { facility }: At, days: Days): Promise<Row[]> =>
    ask<Row>(sql, facility.id, await boundsOf(db, facility.timeZone, days), facility.timeZone);
  return {
    async hourly(facilityId, range) {
      const [row] = await db.$queryRawUnsafe<{ time_zone: string }[]>(
        'SELECT time_zone FROM facility_fact WHERE id = $1',
        facilityId,
      );
      return (await ask<PeriodRow>(byHour, facilityId, range, row?.time_zone ?? 'UTC')).map(
        periodOf,
      );
    },
    hours: async (at, days) => (await inDays<PeriodRow>(byHour, at, days)).map(periodOf),
    days: async (at, days) => (await inDays<PeriodRow>(byDay, at, days)).map(periodOf),
    pattern: async (at, days) =>
      (await inDays<SumRow & { weekday: number; hour: number }>(byWeekHour, at, days)).map(
        (row): PatternHour => ({ weekday: row.weekday, hour: row.hour, ...measured(row) }),
      ),
  };
}

/** What the last sample says of the time until now. */
async function tailOf(db: SqlExecutor, facilityId: string, now: Date): Promise<Quarter[]> {
  const [row] = await db.$queryRawUnsafe<SampleRow[]>(
    `SELECT ${sampleColumns} FROM occupancy_sample WHERE facility_id = $1
     ORDER BY version DESC LIMIT 1`,
    facilityId,
  );
  return row === undefined ? [] : heldUntil(sampleOf(row), now, limits.believeCountMs);
}

/** By hours that begin where the zone's do: two different ones where a clock is set back. */
const byHour = `SELECT ${ms('hour')} AS from_ms, ${ms(`hour + interval '1 hour'`)} AS to_ms, ${sums}
  FROM (SELECT *, start - make_interval(mins => extract(minute FROM start AT TIME ZONE $5::text)::int) AS hour
        FROM q) AS of
  GROUP BY hour ORDER BY hour`;

const byDay = `SELECT ${ms('day::timestamp AT TIME ZONE $5::text')} AS from_ms,
    ${ms('(day + 1)::timestamp AT TIME ZONE $5::text')} AS to_ms, ${sums}
  FROM (SELECT *, (start AT TIME ZONE $5::text)::date AS day FROM q) AS of
  GROUP BY day ORDER BY day`;

const byWeekHour = `SELECT weekday, hour, ${sums}
  FROM (SELECT *, extract(isodow FROM start AT TIME ZONE $5::text)::int AS weekday,
          extract(hour FROM start AT TIME ZONE $5::text)::int AS hour FROM q) AS of
  GROUP BY weekday, hour ORDER BY weekday, hour`;
