import type { AccountReads, AccountStore } from '../application/stores.js';
import { accountOf, withCustomerId } from './rows.js';
import { idsAmong, isId, isText, lockName, lockRows, withinReach, type Db } from './tx.js';

const staffRoles = { hasSome: ['ATTENDANT', 'OPERATOR', 'ADMIN'] as const };

export function accountReads(db: Db): AccountReads {
  return {
    async byId(id) {
      if (!isId(id)) return null;
      const row = await db.account.findUnique({ where: { id }, include: withCustomerId });
      return row && accountOf(row);
    },
    async byEmail(email) {
      if (!isText(email)) return null;
      const row = await db.account.findUnique({ where: { email }, include: withCustomerId });
      return row && accountOf(row);
    },
    async byInvitation(invitationHash) {
      const row = await db.account.findUnique({
        where: { invitationHash },
        include: withCustomerId,
      });
      return row && accountOf(row);
    },
    async staff(reach, network, { limit, after }) {
      const within = withinReach(reach);
      if (within === null) return [];
      const rows = await db.account.findMany({
        where: {
          AND: [within, network ? { tenantId: null } : {}],
          roles: { hasSome: [...staffRoles.hasSome] },
          ...(after === null ? {} : { id: { gt: after } }),
        },
        include: withCustomerId,
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(accountOf);
    },
  };
}

export function accountStore(tx: Db): AccountStore {
  const reads = accountReads(tx);
  return {
    ...reads,
    async hold(...ids) {
      await lockRows(tx, 'account', ids);
      const rows = await tx.account.findMany({
        where: { id: { in: idsAmong(ids) } },
        include: withCustomerId,
      });
      return rows.map(accountOf);
    },
    async holdStaff(id, reach) {
      const within = withinReach(reach);
      if (within === null || !isId(id)) return null;
      await lockRows(tx, 'account', [id]);
      const row = await tx.account.findFirst({
        where: { ...within, id, roles: { hasSome: [...staffRoles.hasSome] } },
        include: withCustomerId,
      });
      return row && accountOf(row);
    },
    async holdByInvitation(codeHash) {
      const found = await reads.byInvitation(codeHash);
      if (found === null) return null;
      await lockRows(tx, 'account', [found.id]);
      return reads.byInvitation(codeHash);
    },
    async claimEmail(email) {
      await lockName(tx, 'email', email);
      return reads.byEmail(email);
    },
    async claimIdentity(issuer, subject) {
      await lockName(tx, 'identity', `${issuer} ${subject}`);
      const row = await tx.externalIdentity.findUnique({
        where: { issuer_subject: { issuer, subject } },
        include: { account: { include: withCustomerId } },
      });
      return row && accountOf(row.account);
    },
  };
}
