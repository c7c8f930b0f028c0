import { tariffSchema } from '@voltpark/contracts';
import { targetInForce, versionInForce } from '@voltpark/rating/in-force';
import { NotToldYet } from '../application/patience.js';
import type { KnownReads, KnownStore } from '../application/known.js';
import type { Prisma } from './generated/client.js';
import type { Db } from './saving.js';

/** Versions of tariffs, and by which of them stations are priced. */
export function tariffReads(db: Db): Pick<KnownReads, 'tariff' | 'tariffInForce'> {
  return {
    async tariff(versionId) {
      const row = await db.tariffVersionRow.findUnique({ where: { id: versionId } });
      return row === null ? null : { ...row, tariff: tariffSchema.parse(row.tariff) };
    },
    async tariffInForce({ id: stationId, facilityId }, at) {
      const rows = await db.tariffAssignmentRow.findMany({ where: { facilityId } });
      const assignments = rows.map(({ id, tariffId, ...row }) => ({
        ...row,
        assignmentId: id,
        kind: 'TARIFF' as const,
        targetId: tariffId,
      }));
      const tariffId = targetInForce(assignments, { kind: 'TARIFF', facilityId, stationId, at });
      if (tariffId === null) return null;
      const versions = await db.tariffVersionRow.findMany({
        where: { tariffId },
        select: { id: true, number: true, effectiveFrom: true },
      });
      if (versions.length === 0) throw new NotToldYet(`tariff ${tariffId}`);
      return versionInForce(versions, at)?.id ?? null;
    },
  };
}

/** Keeps what pricing tells. A version never changes; an assignment remembers the version that it is from. */
export function tariffKeeping(tx: Db): Pick<KnownStore, 'keepTariffVersion' | 'keepAssignment'> {
  return {
    async keepTariffVersion({ tariff, ...version }) {
      await tx.tariffVersionRow.createMany({
        data: { ...version, tariff: tariff as Prisma.InputJsonObject },
        skipDuplicates: true,
      });
    },
    async keepAssignment(assignment, version) {
      const data = { ...assignment, version };
      await tx.tariffAssignmentRow.createMany({ data, skipDuplicates: true });
      await tx.tariffAssignmentRow.updateMany({
        where: { id: assignment.id, version: { lt: version } },
        data,
      });
    },
  };
}
