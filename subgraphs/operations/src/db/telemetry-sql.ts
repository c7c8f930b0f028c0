/**
 * Keeps readings that are new, adds them to their quarters of an hour and makes them the latest where they are; what is
 * there already changes nothing, so that nothing is counted twice. Rows are touched in the order of their keys.
 * Arrays: $1 place, $2 device, $3 metric, $4 milliseconds since 1970, $5 value.
 */
export const keepSql = `WITH sent AS (
    SELECT place, device_no, metric, to_timestamp(ms / 1000.0) AS at, value
    FROM unnest($1::int[], $2::int[], $3::int2[], $4::float8[], $5::float8[]) AS r (place, device_no, metric, ms, value)
  ), kept AS (
    INSERT INTO telemetry.reading (device_no, metric, at, value)
    SELECT device_no, metric, at, value FROM sent ORDER BY device_no, metric, at
    ON CONFLICT DO NOTHING RETURNING device_no, metric, at, value
  ), rolled AS (
    INSERT INTO telemetry.rollup AS r (device_no, metric, at, count, total, minimum, maximum)
    SELECT device_no, metric, date_bin('15 minutes', at, '2000-01-01Z') AS quarter, count(*), sum(value), min(value),
      max(value)
    FROM kept GROUP BY device_no, metric, quarter ORDER BY device_no, metric, quarter
    ON CONFLICT (device_no, metric, at) DO UPDATE SET count = r.count + excluded.count,
      total = r.total + excluded.total, minimum = least(r.minimum, excluded.minimum),
      maximum = greatest(r.maximum, excluded.maximum)
  ), newest AS (
    INSERT INTO telemetry.latest AS l (device_no, metric, at, value)
    SELECT DISTINCT ON (device_no, metric) device_no, metric, at, value FROM kept
    ORDER BY device_no, metric, at DESC
    ON CONFLICT (device_no, metric) DO UPDATE SET at = excluded.at, value = excluded.value WHERE l.at < excluded.at
  )
  SELECT sent.place FROM sent JOIN kept USING (device_no, metric, at)`;

/** Values that stand where others would. Arrays as above, $1 to $4. */
export const standingSql = `SELECT place, r.value
  FROM unnest($1::int[], $2::int[], $3::int2[], $4::float8[]) AS s (place, device_no, metric, ms)
  JOIN telemetry.reading r
    ON r.device_no = s.device_no AND r.metric = s.metric AND r.at = to_timestamp(s.ms / 1000.0)`;

/**
 * Buckets of a device and metric. Minutes from the readings themselves; hours and days of the facility's clock from
 * quarters of an hour, which lie in one hour and one day of every time zone of today.
 * $1 device, $2 metric, $3 from, $4 to (as ISO 8601), $5 time zone.
 */
export const rangeSql = {
  MINUTE: `SELECT date_bin('1 minute', at, '2000-01-01Z') AS start, count(*)::int AS count, min(value) AS minimum,
      max(value) AS maximum, avg(value) AS average
    FROM telemetry.reading
    WHERE device_no = $1 AND metric = $2 AND at >= $3::timestamptz AND at < $4::timestamptz
      AND $5::text IS NOT NULL
    GROUP BY start ORDER BY start`,
  HOUR: rolledUp('hour'),
  DAY: rolledUp('day'),
} as const;

function rolledUp(unit: 'hour' | 'day'): string {
  return `SELECT date_trunc('${unit}', at, $5::text) AS start, sum(count)::int AS count, min(minimum) AS minimum,
      max(maximum) AS maximum, sum(total) / sum(count) AS average
    FROM telemetry.rollup
    WHERE device_no = $1 AND metric = $2 AND at >= $3::timestamptz AND at < $4::timestamptz
    GROUP BY start ORDER BY start`;
}
