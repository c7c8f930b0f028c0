import type { FreePlacesStore } from '../application/ports.js';
import type { Db } from './saving.js';

/** How many places are free, within the transaction of the inbox. */
export function freePlacesStore(tx: Db): FreePlacesStore {
  return {
    async keep(facilityId, places, version) {
      // One statement: what the report no longer has is gone, what it has is kept, unless a later report stands there.
      await tx.$executeRaw`
        WITH place AS (
          SELECT size::"SlotSize", kind::"SlotKind", free
          FROM jsonb_to_recordset(${JSON.stringify(places)}::jsonb) AS place (size text, kind text, free int)
          WHERE EXISTS (SELECT FROM facility WHERE id = ${facilityId})
        ), gone AS (
          DELETE FROM free_places AS kept
          WHERE kept.facility_id = ${facilityId} AND kept.version < ${version}::bigint
            AND NOT EXISTS (
              SELECT FROM place WHERE place.size = kept.size AND place.kind = kept.kind)
        )
        INSERT INTO free_places (facility_id, size, kind, free, version)
        SELECT ${facilityId}, size, kind, free, ${version}::bigint FROM place
        ON CONFLICT (facility_id, size, kind) DO UPDATE
        SET free = excluded.free, version = excluded.version
        WHERE free_places.version < excluded.version`;
    },
  };
}
