import type { Slice, SlotCriteria } from '../application/ports.js';
import type { Viewer } from '@voltpark/kit/viewer';
import type { Db } from './saving.js';

/** Ids of slots that meet all criteria, by number. Lists of slots are for those who watch the facility. */
export async function findSlotIds(
  db: Db,
  { facilityId, colour, status, kind, size, levelId }: SlotCriteria,
  { limit, after }: Slice<string>,
  { all, tenantId }: Viewer,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT slot.id FROM slot
    WHERE slot.facility_id = ${facilityId}
      AND (${all} OR slot.tenant_id = ${tenantId}::text)
      AND (${status}::text IS NULL OR slot.status = ${status}::slot_status)
      AND (${kind}::text IS NULL OR slot.kind = ${kind}::slot_kind)
      AND (${size}::text IS NULL OR slot.size = ${size}::slot_size)
      AND (${levelId}::text IS NULL OR slot.level_id = ${levelId})
      AND (${colour}::text IS NULL OR EXISTS (
        SELECT FROM parking_session s WHERE s.id = slot.session_id AND s.colour = lower(${colour})))
      AND (${after}::text IS NULL OR slot.number > ${after})
    ORDER BY slot.number LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
