import { expect } from 'vitest';
import type { RunningParking } from './running.js';

/**
 * What must hold after whatever happened: the counters of every facility are those of its slots, an occupied slot
 * has exactly its open session and the other way round, a reserved one its hold, and no aggregate's versions have a gap.
 */
export async function expectConsistency(parking: Pick<RunningParking, 'sql'>): Promise<void> {
  const miscounted = await parking.sql(`
    WITH counted AS (
      SELECT facility_id,
        count(*) FILTER (WHERE status = 'AVAILABLE')::int AS free,
        count(*) FILTER (WHERE status = 'OCCUPIED')::int AS occupied,
        count(*) FILTER (WHERE status = 'RESERVED')::int AS reserved,
        count(*) FILTER (WHERE status = 'MAINTENANCE')::int AS maintenance
      FROM slot GROUP BY facility_id)
    SELECT o.facility_id, o.free, o.occupied, o.reserved, o.maintenance, c.* FROM facility_occupancy o JOIN counted c USING (facility_id)
    WHERE c.free <> (SELECT sum(n) FROM unnest(o.free) AS n)
      OR c.occupied <> (SELECT sum(n) FROM unnest(o.occupied) AS n)
      OR c.reserved <> (SELECT sum(n) FROM unnest(o.reserved) AS n)
      OR c.maintenance <> (SELECT sum(n) FROM unnest(o.maintenance) AS n)`);
  expect(miscounted).toEqual([]);

  const unpaired = await parking.sql(`
    SELECT s.id, slot.id AS slot_id FROM (SELECT * FROM parking_session WHERE status = 'OPEN') s
    FULL JOIN (SELECT * FROM slot WHERE status = 'OCCUPIED') slot ON slot.session_id = s.id AND s.slot_id = slot.id
    WHERE s.id IS NULL OR slot.id IS NULL`);
  expect(unpaired).toEqual([]);

  const unkept = await parking.sql(`
    SELECT h.id, slot.id AS slot_id FROM (SELECT * FROM slot_hold WHERE status = 'HELD') h
    FULL JOIN (SELECT * FROM slot WHERE status = 'RESERVED') slot ON slot.hold_id = h.id AND h.slot_id = slot.id
    WHERE h.id IS NULL OR slot.id IS NULL`);
  expect(unkept).toEqual([]);

  const gaps = await parking.sql(`
    SELECT aggregate_id FROM outbox GROUP BY aggregate_type, aggregate_id
    HAVING min(aggregate_version) <> 1 OR max(aggregate_version) <> count(*)`);
  expect(gaps).toEqual([]);

  const unpublished = await parking.sql(`
    SELECT o.facility_id FROM facility_occupancy o
    WHERE o.version <> (SELECT count(*) FROM outbox e
      WHERE e.aggregate_type = 'facility_occupancy' AND e.aggregate_id = o.facility_id)`);
  expect(unpublished).toEqual([]);
}
