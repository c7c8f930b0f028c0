import type { FreePlacesStore } from '../application/ports.js';
import type { Db } from './saving.js';

/** How many places are free, within the transaction of the inbox. */
export function freePlacesStore(tx: Db): FreePlacesStore {
  return {
    async keep(facilityId, places, version) {
      await tx.$executeRaw`
        INSERT INTO free_places (facility_id, size, kind, free, version)
        SELECT ${facilityId}, size::"SlotSize", kind::"SlotKind", free, ${version}::bigint
        FROM jsonb_to_recordset(${JSON.stringify(places)}::jsonb) AS place (size text, kind text, free int)
        ON CONFLICT (facility_id, size, kind) DO UPDATE
        SET free = excluded.free, version = excluded.version
        WHERE free_places.version < excluded.version`;
      // What the report no longer has is gone, unless a later report stands there.
      await tx.$executeRaw`
        DELETE FROM free_places WHERE facility_id = ${facilityId} AND version < ${version}::bigint`;
    },
  };
}
