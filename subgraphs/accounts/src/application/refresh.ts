import { unreachable } from '@voltpark/kit/decision';
import { decideRefresh, newRefreshToken, sessionEnded } from '../domain/session.js';
import { signFor, writeRefreshToken } from './begin-session.js';
import type { Cause, Ports } from './ports.js';

/** Exchanges a refresh token for the next tokens, or ends the session of one that was used before. */
export function refresh({ clock, transact, secrets, accessTokens }: Ports) {
  return (cause: Cause, command: { readonly refreshToken: string }) =>
    transact(cause, async ({ sessions, save }) => {
      const held = await sessions.holdByToken(secrets.hash(command.refreshToken));
      if (held === null) return sessionEnded('UNKNOWN');
      const { token, session, account } = held;
      const now = clock.now();
      const decision = decideRefresh(session, token, now);
      switch (decision.outcome) {
        case 'refuse':
          return decision.refusal;
        case 'end':
          await sessions.end(session.id, 'REUSED', now);
          await save([
            { type: 'SessionReused', accountId: account.id, tenantId: account.tenantId },
          ]);
          return decision.refusal;
        case 'rotate': {
          if (account.status !== 'ACTIVE') return sessionEnded('REVOKED');
          const refreshToken = writeRefreshToken(secrets.random());
          const next = newRefreshToken(session, secrets.hash(refreshToken), token.hash, now);
          await sessions.rotate(token, next, now);
          const tokens = {
            ...(await signFor(accessTokens, account, now)),
            refreshToken,
            refreshTokenExpiresAt: next.expiresAt,
          };
          return { __typename: 'SessionRefreshed', tokens } as const;
        }
        default:
          return unreachable(decision);
      }
    });
}
