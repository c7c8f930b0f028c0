import type { analyticsEvents, EventDraft } from '@voltpark/contracts';
import { appendToOutbox } from '@voltpark/kit/backbone/outbox';
import type { SqlExecutor } from '@voltpark/kit/database/executor';
import { isDeepStrictEqual } from 'node:util';
import type { Telling } from '../application/ports.js';

export type Transact = <Result>(work: (tx: SqlExecutor) => Promise<Result>) => Promise<Result>;

/**
 * What was told stands in the same transaction as the event of it; of several processes one tells. It is read behind
 * the lock: who waited while another told must not tell afterwards what was so before.
 */
export function tellingOver(
  transact: Transact,
  ringDoorbell: () => void,
  now: () => Date,
): Telling {
  const save = async (tx: SqlExecutor, drafts: readonly EventDraft[]) => {
    if (drafts.length > 0) await appendToOutbox(tx, drafts);
  };
  return {
    async kpis(facilityIds, figures, draft) {
      const told = await transact(async (tx) => {
        // In order, so that two who tell of the same facilities never wait for each other.
        for (const id of facilityIds.toSorted()) await takeTurn(tx, 'kpis', id);
        const drafts: EventDraft[] = [];
        for (const kpis of await figures(facilityIds)) {
          const version = await keepTold(tx, kpis);
          if (version !== null) drafts.push(draft(kpis, version));
        }
        await save(tx, drafts);
        return drafts.length;
      });
      if (told > 0) ringDoorbell();
      return told;
    },
    async day(facilityId, day, read, draft) {
      const told = await transact(async (tx) => {
        await takeTurn(tx, 'day', `${facilityId} ${day}`);
        const content = await read();
        const [before] = await tx.$queryRawUnsafe<{ version: number; content: object }[]>(
          'SELECT version, content FROM day_summary WHERE facility_id = $1 AND day = $2',
          ...[facilityId, day],
        );
        if (before !== undefined && isSame(content, before.content)) return false;
        const version = (before?.version ?? 0) + 1;
        await tx.$executeRawUnsafe(
          `INSERT INTO day_summary (facility_id, day, content, version, told_at)
           VALUES ($1, $2, $3::jsonb, $4::int, $5::text::timestamptz)
           ON CONFLICT (facility_id, day) DO UPDATE
             SET content = excluded.content, version = excluded.version, told_at = excluded.told_at`,
          ...[facilityId, day, JSON.stringify(content), version, now().toISOString()],
        );
        await save(tx, [draft(content, version)]);
        return true;
      });
      if (told) ringDoorbell();
      return told;
    },
  };
}

/** Waits until nobody else tells of it, and keeps others waiting until the transaction ends. */
async function takeTurn(tx: SqlExecutor, what: 'kpis' | 'day', of: string): Promise<void> {
  await tx.$executeRawUnsafe(
    'SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))',
    ...[what, of],
  );
}

/** Keeps figures as told, in a new version; null when they are the same as those told last, but for their time. */
async function keepTold(tx: SqlExecutor, kpis: analyticsEvents.Kpis): Promise<number | null> {
  const [before] = await tx.$queryRawUnsafe<{ version: number; content: object }[]>(
    'SELECT version, content FROM kpi_told WHERE facility_id = $1',
    kpis.facilityId,
  );
  if (before !== undefined && isSame({ ...before.content, at: '' }, { ...kpis, at: '' }))
    return null;
  const version = (before?.version ?? 0) + 1;
  await tx.$executeRawUnsafe(
    `INSERT INTO kpi_told (facility_id, version, content, told_at)
     VALUES ($1, $2::int, $3::jsonb, $4::text::timestamptz)
     ON CONFLICT (facility_id) DO UPDATE
       SET version = excluded.version, content = excluded.content, told_at = excluded.told_at`,
    ...[kpis.facilityId, version, JSON.stringify(kpis), kpis.at],
  );
  return version;
}

/** Equal as JSON, whatever the order of fields. */
const isSame = (a: object, b: object): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
