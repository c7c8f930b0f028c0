import type { SqlExecutor } from '@voltpark/kit/database/executor';
import type { Retention } from '../application/ports.js';

/**
 * Projections of which old rows are removed, each with the instant of a row. A checksum leaves out what is older than
 * the mark in `pruned`: there a running context may have rows or not.
 */
export const prunedProjections: Readonly<Record<string, string>> = {
  occupancy_sample: 'at',
  event_log: 'at',
};

/** Samples of a facility have ascending instants by version: the oldest versions are looked at, and no more. */
const removeSamples = `DELETE FROM occupancy_sample WHERE ctid IN (
  SELECT id FROM (
    SELECT ctid AS id, at FROM occupancy_sample
    WHERE facility_id = $1 AND version < (SELECT max(version) FROM occupancy_sample WHERE facility_id = $1)
    ORDER BY version LIMIT $3::int) AS oldest
  WHERE at < $2::text::timestamptz)`;
const removeLog = `DELETE FROM event_log WHERE ctid IN (
  SELECT ctid FROM event_log WHERE facility_id = $1 AND at < $2::text::timestamptz ORDER BY at LIMIT $3::int)`;
const removeTold = `DELETE FROM day_summary WHERE ctid IN (
  SELECT ctid FROM day_summary WHERE facility_id = $1 AND told_at < $2::text::timestamptz LIMIT $3::int)`;

/** Removal over a pool: each statement is a transaction of its own. */
export function retentionOver(db: SqlExecutor): Retention {
  return {
    async begin({ samples, log }) {
      const marks = { occupancy_sample: samples.toISOString(), event_log: log.toISOString() };
      await db.$executeRawUnsafe(
        `INSERT INTO pruned AS p (projection, until)
         SELECT key, value::timestamptz FROM jsonb_each_text($1::jsonb)
         ON CONFLICT (projection) DO UPDATE SET until = greatest(p.until, excluded.until)`,
        JSON.stringify(marks),
      );
    },
    async remove(facilityId, until, rows) {
      const counts = [
        await db.$executeRawUnsafe(removeSamples, facilityId, until.samples.toISOString(), rows),
        await db.$executeRawUnsafe(removeLog, facilityId, until.log.toISOString(), rows),
        await db.$executeRawUnsafe(removeTold, facilityId, until.told.toISOString(), rows),
      ];
      return {
        total: counts.reduce((sum, count) => sum + count, 0),
        more: counts.some((count) => count >= rows),
      };
    },
  };
}
