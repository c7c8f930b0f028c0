import type pg from 'pg';

/** Watts, of all metrics. */
export const powerMetric = 2;

/**
 * Fills days with readings of devices, straight into the tables: as many and as they would be if all had come through
 * the API, only sooner. The partitions of the days are there.
 */
export async function fill(
  database: pg.Pool,
  of: { readonly from: Date; readonly days: number; readonly readings: number },
): Promise<number> {
  const { rows } = await database.query<{ numbers: number[] }>(
    'SELECT array_agg(number ORDER BY number) AS numbers FROM device',
  );
  const numbers = rows[0]?.numbers ?? [];
  const stepSeconds = (of.days * 86_400 * numbers.length) / of.readings;
  let filled = 0;
  for (let day = 0; day < of.days; day += 1) {
    const begin = new Date(of.from.getTime() + day * 86_400_000);
    const end = new Date(begin.getTime() + 86_400_000);
    const { rowCount } = await database.query(
      `INSERT INTO telemetry.reading (device_no, metric, at, value)
       SELECT n, ${powerMetric}, t, 75000 + 75000 * sin(n + extract(epoch FROM t) / 7200)
       FROM unnest($1::int[]) AS n,
         generate_series($2::timestamptz, $3::timestamptz - interval '1 millisecond', make_interval(secs => $4)) AS t
       ORDER BY n, t`,
      [numbers, begin, end, stepSeconds],
    );
    filled += rowCount ?? 0;
  }
  await database.query(
    `INSERT INTO telemetry.rollup (device_no, metric, at, count, total, minimum, maximum)
     SELECT device_no, metric, date_bin('15 minutes', at, '2000-01-01Z') AS quarter, count(*), sum(value), min(value),
       max(value)
     FROM telemetry.reading WHERE at >= $1 AND at < $2 GROUP BY device_no, metric, quarter
     ON CONFLICT (device_no, metric, at) DO UPDATE SET count = excluded.count, total = excluded.total,
       minimum = excluded.minimum, maximum = excluded.maximum`,
    [of.from, new Date(of.from.getTime() + of.days * 86_400_000)],
  );
  await database.query('VACUUM (ANALYZE) telemetry.reading, telemetry.rollup');
  return filled;
}
