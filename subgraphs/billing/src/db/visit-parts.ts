import type { Db } from './saving.js';

/** Stays that were merged into one, in however many steps, in the order of their ids. */
export async function partsOf(db: Db, root: string) {
  return db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE part AS (
      SELECT id FROM stay WHERE merged_into_id = ${root}
      UNION SELECT stay.id FROM stay JOIN part ON stay.merged_into_id = part.id)
    SELECT id FROM part ORDER BY id`;
}
