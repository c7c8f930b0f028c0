import type { SessionStore } from '../application/stores.js';
import { limits } from '../domain/limits.js';
import { accountOf, refreshTokenOf, sessionOf, withCustomerId } from './rows.js';
import { lockRows, type Db } from './tx.js';

export function sessionStore(tx: Db): SessionStore {
  return {
    async begin({ ended: _none, ...session }, first) {
      await tx.$executeRawUnsafe(
        `UPDATE session SET ended_at = $2, ended_by = 'SUPERSEDED' WHERE id IN (
           SELECT id FROM session WHERE account_id = $1::uuid AND ended_at IS NULL
           ORDER BY started_at DESC, id DESC OFFSET $3)`,
        session.accountId,
        session.startedAt,
        limits.sessionsPerAccount - 1,
      );
      await tx.session.createMany({ data: session });
      await tx.refreshToken.createMany({ data: first });
    },
    async holdByToken(hash) {
      const found = await tx.refreshToken.findUnique({ where: { hash } });
      if (found === null) return null;
      // The session is the family's lock: two uses of one token, or of two of one family, come one after the other.
      await lockRows(tx, 'session', [found.sessionId]);
      const row = await tx.refreshToken.findUnique({
        where: { hash },
        include: { session: { include: { account: { include: withCustomerId } } } },
      });
      if (row === null) return null;
      const { session, ...token } = row;
      const { account, ...rest } = session;
      return {
        token: refreshTokenOf(token),
        session: sessionOf(rest),
        account: accountOf(account),
      };
    },
    async rotate(token, successor, now) {
      await tx.refreshToken.update({
        where: { hash: token.hash },
        data: { firstUsedAt: token.firstUsedAt ?? now, uses: { increment: 1 } },
      });
      if (token.parentHash !== null) {
        await tx.refreshToken.update({
          where: { hash: token.parentHash },
          data: { isSuperseded: true },
        });
      }
      await tx.refreshToken.createMany({ data: successor });
    },
    async ownerOf(hash) {
      const row = await tx.refreshToken.findUnique({
        where: { hash },
        select: { session: { select: { accountId: true } } },
      });
      return row?.session.accountId ?? null;
    },
    ...ending(tx),
  };
}

/** How sessions end and are forgotten. */
function ending(tx: Db): Pick<SessionStore, 'end' | 'endAll' | 'forget'> {
  return {
    async end(id, by, now) {
      await tx.session.updateMany({
        where: { id, endedAt: null },
        data: { endedAt: now, endedBy: by },
      });
    },
    async endAll(accountId, by, now) {
      await lockRows(tx, 'account', [accountId]);
      await tx.session.updateMany({
        where: { accountId, endedAt: null },
        data: { endedAt: now, endedBy: by },
      });
    },
    async forget(before) {
      const { count } = await tx.session.deleteMany({
        where: { OR: [{ expiresAt: { lt: before } }, { endedAt: { lt: before } }] },
      });
      return count;
    },
  };
}
