import type { DueSubject, KnownStore } from '../application/heard.js';
import type { WorkReads, WorkStore } from '../application/ports.js';
import { limits } from '../domain/limits.js';
import type { Db } from './saving.js';

type Noting = Pick<KnownStore, 'note' | 'noteWaiting' | 'notePricedAnew' | 'noteVehicle'>;

/** Notes what is to be looked at. Rows are only added, so that nobody waits for anybody. */
export function noting(tx: Db): Noting {
  const noteStays = async (stays: readonly { readonly id: string }[], dueAt: Date) => {
    const data = stays.map(({ id }) => ({ kind: 'PARKING_SESSION', subjectId: id, dueAt }));
    if (data.length > 0) await tx.workRow.createMany({ data });
  };
  return {
    async note(subjects, dueAt) {
      await tx.workRow.createMany({ data: subjects.map((subject) => ({ ...subject, dueAt })) });
    },
    async noteWaiting(of, at) {
      const stays =
        'facilityId' in of
          ? await tx.$queryRaw<{ id: string }[]>`
              SELECT s.id FROM stay s LEFT JOIN visit v ON v.id = s.id
              WHERE s.facility_id = ${of.facilityId} AND (v.id IS NULL OR v.waiting_for IS NOT NULL)`
          : await tx.$queryRaw<{ id: string }[]>`
              SELECT DISTINCT parking_session_id AS id FROM charging_session
              WHERE tariff_version_id = ${of.tariffVersionId}`;
      await noteStays(stays, at);
    },
    async notePricedAnew(of, { effectiveFrom, madeAt }, at) {
      const stays =
        'facilityId' in of
          ? await tx.$queryRaw<{ id: string }[]>`
              SELECT s.id FROM stay s JOIN visit v ON v.id = s.id
              WHERE s.facility_id = ${of.facilityId} AND s.entered_at >= ${effectiveFrom}
                AND v.pinned_at >= ${madeAt}`
          : await tx.$queryRaw<{ id: string }[]>`
              SELECT s.id FROM stay s JOIN visit v ON v.id = s.id
              WHERE s.entered_at >= ${effectiveFrom} AND v.pinned_at >= ${madeAt}
                AND s.facility_id IN (SELECT facility_id FROM assignment WHERE target_id = ${of.planId})`;
      await noteStays(stays, at);
    },
    async noteVehicle(registration, since, at) {
      const stays = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM stay WHERE registration = ${registration} AND (left_at IS NULL OR left_at >= ${since})`;
      await noteStays(stays, at);
    },
  };
}

/** What is to be looked at, for reading. */
export function workReads(db: Db): WorkReads {
  return {
    async due(now, limit) {
      // What was heard of a subject that was put off makes it due again: it may be what was wanting.
      return db.$queryRaw<DueSubject[]>`
        SELECT kind, subject_id AS "subjectId", max(attempts) AS attempts, max(id) AS "lastNote"
        FROM work GROUP BY kind, subject_id
        HAVING bool_or(due_at <= ${now}) ORDER BY min(id) LIMIT ${limit}`;
    },
  };
}

/** What is to be looked at, within a transaction. */
export function workStore(tx: Db): WorkStore {
  return {
    async take({ kind, subjectId }) {
      const { count } = await tx.workRow.deleteMany({ where: { kind, subjectId } });
      return count;
    },
    async putOff({ kind, subjectId, attempts, lastNote }, reason, now) {
      const waits = limits.workRetryMs;
      const wait = waits[Math.min(attempts, waits.length - 1)] ?? 0;
      await tx.workRow.updateMany({
        where: { kind, subjectId, attempts: { lte: attempts }, id: { lte: lastNote } },
        data: {
          ...{ attempts: attempts + 1, reason: reason.slice(0, 500) },
          dueAt: new Date(now.getTime() + wait),
        },
      });
    },
  };
}
