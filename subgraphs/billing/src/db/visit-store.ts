import type { VisitReads, VisitStore } from '../application/ports.js';
import { limits } from '../domain/limits.js';
import type { Db } from './saving.js';
import { stayOf } from './visit-row.js';
import { visitFacts } from './visit-facts.js';
import { partsOf } from './visit-parts.js';

/** Which stay something is billed with. */
interface Billed {
  readonly of: string;
  readonly stay: string;
}

/** Visits, for reading. */
export function visitReads(db: Db): VisitReads {
  return {
    facts: (id) => visitFacts(db, id),
    async insideOf(registration) {
      const row = await db.stayRow.findFirst({
        where: { registration, status: 'OPEN', leftAt: null },
        orderBy: [{ enteredAt: 'desc' }, { id: 'desc' }],
      });
      return row === null ? null : stayOf(row);
    },
    billedWith: async (id) => (await familyOf(db, id))?.[0] ?? null,
    async staysOfSessions(ids) {
      const rows = await db.$queryRaw<Billed[]>`
        WITH RECURSIVE up AS (
          SELECT c.id AS of, s.id AS stay, s.merged_into_id FROM charging_session c
            JOIN stay s ON s.id = c.parking_session_id WHERE c.id = ANY(${[...ids]})
          UNION SELECT up.of, s.id, s.merged_into_id FROM up JOIN stay s ON s.id = up.merged_into_id)
        SELECT of, stay FROM up WHERE merged_into_id IS NULL`;
      return new Map(rows.map(({ of, stay }) => [of, stay]));
    },
    async billedTogether(ids) {
      const rows = await db.$queryRaw<Billed[]>`
        WITH RECURSIVE up AS (
          SELECT id AS of, id AS stay, merged_into_id FROM stay WHERE id = ANY(${[...ids]})
          UNION SELECT up.of, s.id, s.merged_into_id FROM up JOIN stay s ON s.id = up.merged_into_id)
        SELECT of, stay FROM up WHERE merged_into_id IS NULL`;
      return new Map(rows.map(({ of, stay }) => [of, stay]));
    },
  };
}

/** A stay was merged while it was waited for: a new transaction can hold it with all that it is billed with now. */
export class MergedMeanwhile extends Error {
  override readonly name = 'MergedMeanwhile';
}

/** Visits within a transaction. */
export function visitStore(tx: Db): VisitStore {
  return {
    ...visitReads(tx),
    async hold(parkingSessionId) {
      const family = await familyOf(tx, parkingSessionId);
      if (family === null) return null;
      const ids = family.toSorted();
      await tx.$executeRaw`INSERT INTO visit (id) SELECT unnest(${ids}::text[]) ON CONFLICT DO NOTHING`;
      await tx.$queryRaw`SELECT 1 FROM visit WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE`;
      const held = await familyOf(tx, parkingSessionId);
      if (JSON.stringify(held) !== JSON.stringify(family)) {
        throw new MergedMeanwhile(`Stay ${parkingSessionId} was merged meanwhile.`);
      }
      return family;
    },
    async wait(id, waitingFor) {
      await tx.visitRow.update({ where: { id }, data: { waitingFor } });
    },
    async pin(id, at) {
      await tx.visitRow.updateMany({ where: { id, pinnedAt: null }, data: { pinnedAt: at } });
    },
    async settle(id, { at, graceUntil }) {
      await tx.visitRow.update({ where: { id }, data: { settledAt: at, graceUntil } });
    },
  };
}

/** The stay that is billed for this one, and all that were merged into it; null when one of them was not heard of. */
async function familyOf(db: Db, id: string): Promise<[string, ...string[]] | null> {
  let root = id;
  for (let depth = 0; ; depth += 1) {
    const row = await db.stayRow.findUnique({
      where: { id: root },
      select: { mergedIntoId: true },
    });
    if (row === null) return null;
    if (row.mergedIntoId === null) break;
    if (depth >= limits.mergeDepth) throw new Error(`Stay ${id} is merged in a circle.`);
    root = row.mergedIntoId;
  }
  return [root, ...(await partsOf(db, root)).map((part) => part.id)];
}
