import type { SqlExecutor } from '@voltpark/kit/database/executor';
import { limits } from '../domain/limits.js';
import { addedBy, type Quarter, type Sample } from '../domain/occupancy.js';

/** A sample as it stands in JSON: the instant in epoch milliseconds. */
export interface SampleRow {
  readonly version: number;
  readonly at_ms: string;
  readonly taken: number;
  readonly in_service: number;
  readonly counted: boolean;
}

export const sampleColumns = `version, (extract(epoch FROM at) * 1000)::bigint::text AS at_ms, taken,
  in_service, counted`;

export const sampleOf = (row: SampleRow): Sample => ({
  version: row.version,
  at: new Date(Number(row.at_ms)),
  taken: row.taken,
  inService: row.in_service,
  counted: row.counted,
});

/**
 * Keeps a sample and what it adds to the sums; one that is there already changes nothing. Versions say what came
 * after what: a gate that was offline tells of its past when later counts are known, and its counts have those in
 * them. So they hold from the latest instant that was told before, never from an earlier one.
 */
export async function keepSample(
  tx: SqlExecutor,
  facilityId: string,
  sample: Sample,
): Promise<void> {
  const before = await neighbour(tx, facilityId, sample.version, 'before');
  const after = await neighbour(tx, facilityId, sample.version, 'after');
  if (before === null && after !== null && (await wasPruned(tx, sample.at))) return;
  const since = Math.max(sample.at.getTime(), before?.at.getTime() ?? -Infinity);
  const placed = { ...sample, at: new Date(since) };
  const { version, taken, inService, counted } = placed;
  const isNew = await tx.$executeRawUnsafe(
    `INSERT INTO occupancy_sample (facility_id, version, at, taken, in_service, counted)
     VALUES ($1, $2::int, $3::text::timestamptz, $4::int, $5::int, $6::boolean) ON CONFLICT DO NOTHING`,
    ...[facilityId, version, placed.at.toISOString(), taken, inService, counted],
  );
  if (isNew === 0) return;
  const added = addedBy(placed, { before, after }, limits.believeCountMs);
  if (added.length > 0) await addToQuarters(tx, facilityId, added);
}

/** Whether a sample that comes again may have been removed meanwhile, as what it added to the sums was not. */
async function wasPruned(tx: SqlExecutor, at: Date): Promise<boolean> {
  const rows = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT 1 FROM pruned WHERE projection = 'occupancy_sample' AND until > $1::text::timestamptz`,
    at.toISOString(),
  );
  return rows.length > 0;
}

async function neighbour(
  tx: SqlExecutor,
  facilityId: string,
  version: number,
  side: 'before' | 'after',
): Promise<Sample | null> {
  const [compares, order] = side === 'before' ? ['<', 'DESC'] : ['>', 'ASC'];
  const [row] = await tx.$queryRawUnsafe<SampleRow[]>(
    `SELECT ${sampleColumns} FROM occupancy_sample WHERE facility_id = $1 AND version ${compares} $2::int
     ORDER BY version ${order} LIMIT 1`,
    ...[facilityId, version],
  );
  return row === undefined ? null : sampleOf(row);
}

async function addToQuarters(
  tx: SqlExecutor,
  facilityId: string,
  quarters: readonly Quarter[],
): Promise<void> {
  await tx.$executeRawUnsafe(
    `INSERT INTO occupancy_quarter AS q (facility_id, start, known_ms, taken_ms, in_service_ms)
     SELECT $1, to_timestamp(a.start / 1000), a."knownMs", a."takenMs", a."inServiceMs"
     FROM jsonb_to_recordset($2::jsonb)
       AS a(start bigint, "knownMs" bigint, "takenMs" bigint, "inServiceMs" bigint)
     ON CONFLICT (facility_id, start) DO UPDATE SET known_ms = q.known_ms + excluded.known_ms,
       taken_ms = q.taken_ms + excluded.taken_ms, in_service_ms = q.in_service_ms + excluded.in_service_ms`,
    ...[facilityId, JSON.stringify(quarters)],
  );
  // A quarter of which nothing is known any more is as one of which nothing ever was.
  if (quarters.some(({ knownMs }) => knownMs < 0)) {
    await tx.$executeRawUnsafe(
      'DELETE FROM occupancy_quarter WHERE facility_id = $1 AND known_ms = 0',
      facilityId,
    );
  }
}
