import type { ProposalReads, ProposalStore } from '../application/ports.js';
import { proposalOf } from './rows.js';
import type { Db } from './saving.js';
import { visibleTo } from '@voltpark/kit/database/scope';

/** Proposals, for reading. */
export function proposalReads(db: Db): ProposalReads {
  return {
    async byIds(ids, viewer) {
      const rows = await db.proposalRow.findMany({
        where: { id: { in: [...ids] }, AND: visibleTo(viewer) },
      });
      return rows.map(proposalOf);
    },
    async ofStay(parkingSessionId, viewer) {
      const row = await db.proposalRow.findFirst({
        where: { parkingSessionId, AND: visibleTo(viewer) },
      });
      return row === null ? null : proposalOf(row);
    },
    async find({ facilityId, openAt }, { limit, after }, viewer) {
      const rows = await db.proposalRow.findMany({
        where: {
          AND: [
            visibleTo(viewer),
            facilityId === null ? {} : { facilityId },
            openAt === null ? {} : { status: 'OPEN', expiresAt: { gt: openAt } },
            after === null
              ? {}
              : {
                  OR: [
                    { proposedAt: { lt: after[0] } },
                    { proposedAt: after[0], id: { lt: after[1] } },
                  ],
                },
          ],
        },
        orderBy: [{ proposedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      });
      return rows.map(proposalOf);
    },
  };
}

/** Proposals, within a transaction. */
export function proposalStore(tx: Db): ProposalStore {
  return {
    ...proposalReads(tx),
    async add({ connectorIds, ...proposal }) {
      const { count } = await tx.proposalRow.createMany({
        data: { ...proposal, connectorIds: [...connectorIds] },
        skipDuplicates: true,
      });
      return count === 1;
    },
    async hold(id) {
      await tx.$queryRaw`SELECT FROM proposal WHERE id = ${id} FOR UPDATE`;
      const row = await tx.proposalRow.findUnique({ where: { id } });
      return row === null ? null : proposalOf(row);
    },
    async holdOfStay(parkingSessionId) {
      await tx.$queryRaw`SELECT FROM proposal
        WHERE parking_session_id = ${parkingSessionId} FOR UPDATE`;
      const row = await tx.proposalRow.findUnique({ where: { parkingSessionId } });
      return row === null ? null : proposalOf(row);
    },
    async save({ id, status, sessionId, decidedAt, registration, customerId, version }) {
      const data = { status, sessionId, decidedAt, registration, customerId, version };
      await tx.proposalRow.update({ where: { id }, data });
    },
  };
}
