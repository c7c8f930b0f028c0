import type { SlotKind, SlotSize, SlotStatus } from '@voltpark/contracts';
import type { LevelCounts } from '../application/ports.js';
import { classIndexOf, slotClasses } from '../domain/slot.js';
import type { Db } from './saving.js';

interface CountRow {
  readonly level_id: string;
  readonly size: SlotSize;
  readonly kind: SlotKind;
  readonly status: SlotStatus;
  readonly places: number;
}

const zeroes = () => slotClasses.map(() => 0);

/** Slots of levels by class and status, counted when they are asked for: only the facility's sums are kept. */
export async function levelCounts(
  db: Db,
  levelIds: readonly string[],
): Promise<ReadonlyMap<string, LevelCounts>> {
  const rows = await db.$queryRaw<CountRow[]>`
    SELECT level_id, size::text, kind::text, status::text, count(*)::int AS places
    FROM slot WHERE level_id = ANY (${[...levelIds]})
    GROUP BY level_id, size, kind, status`;
  const counts = new Map(
    levelIds.map((id) => [
      id,
      { AVAILABLE: zeroes(), OCCUPIED: zeroes(), RESERVED: zeroes(), MAINTENANCE: zeroes() },
    ]),
  );
  for (const row of rows) {
    const byStatus = counts.get(row.level_id);
    if (byStatus !== undefined) byStatus[row.status][classIndexOf(row)] = row.places;
  }
  return new Map(
    [...counts].map(([id, { AVAILABLE, OCCUPIED, RESERVED, MAINTENANCE }]) => [
      id,
      { free: AVAILABLE, occupied: OCCUPIED, reserved: RESERVED, maintenance: MAINTENANCE },
    ]),
  );
}
