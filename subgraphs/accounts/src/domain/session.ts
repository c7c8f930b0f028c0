import { daysAfter, limits, secondsAfter } from './limits.js';

/** Why a session ended before its time. */
export type SessionEnd =
  'SIGNED_OUT' | 'REUSED' | 'PASSWORD_CHANGED' | 'ROLES_CHANGED' | 'DEACTIVATED' | 'SUPERSEDED';

/** The family of refresh tokens that began with one sign-in. */
export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
  readonly ended: { readonly at: Date; readonly by: SessionEnd } | null;
}

/** One refresh token of a session; known by its hash alone. */
export interface RefreshToken {
  readonly hash: string;
  readonly sessionId: string;
  readonly parentHash: string | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly firstUsedAt: Date | null;
  readonly uses: number;
  /** A successor has been used, so its holder has it, and whoever still shows this one is somebody else. */
  readonly isSuperseded: boolean;
}

/** The refusal of a session that cannot go on. */
export interface SessionEnded {
  readonly type: 'SessionEnded';
  readonly message: string;
  readonly reason: 'UNKNOWN' | 'EXPIRED' | 'REVOKED' | 'REUSED';
}

/** The session cannot go on, for this reason. */
export const sessionEnded = (reason: SessionEnded['reason']): SessionEnded => ({
  type: 'SessionEnded',
  message: 'The session is over. Sign in again.',
  reason,
});

/** What is to be done with a refresh token that somebody shows. */
export type RefreshDecision =
  | { readonly outcome: 'rotate' }
  | { readonly outcome: 'refuse'; readonly refusal: SessionEnded }
  | { readonly outcome: 'end'; readonly refusal: SessionEnded };

/**
 * Judges a refresh token. Its first use rotates it. Shown again within the grace and before a successor was
 * used, it rotates once more: two tabs at once, or an answer that got lost, must not sign a person out. Shown
 * again later it has been stolen, from this person or by this one, and the whole family ends (RFC 9700, 4.14).
 */
export function decideRefresh(session: Session, token: RefreshToken, now: Date): RefreshDecision {
  if (session.ended !== null) {
    const reason = session.ended.by === 'REUSED' ? 'REUSED' : 'REVOKED';
    return { outcome: 'refuse', refusal: sessionEnded(reason) };
  }
  if (session.expiresAt <= now || token.expiresAt <= now) {
    return { outcome: 'refuse', refusal: sessionEnded('EXPIRED') };
  }
  if (token.firstUsedAt === null) return { outcome: 'rotate' };
  const isInGrace =
    !token.isSuperseded &&
    token.uses < limits.refreshUses &&
    now < secondsAfter(token.firstUsedAt, limits.refreshGraceSeconds);
  return isInGrace ? { outcome: 'rotate' } : { outcome: 'end', refusal: sessionEnded('REUSED') };
}

/** A new session of an account. */
export function newSession(id: string, accountId: string, now: Date): Session {
  return {
    id,
    accountId,
    startedAt: now,
    expiresAt: daysAfter(now, limits.sessionLifeDays),
    ended: null,
  };
}

/** A new refresh token of a session, which does not outlive it. */
export function newRefreshToken(
  session: Session,
  hash: string,
  parentHash: string | null,
  now: Date,
): RefreshToken {
  const ownEnd = daysAfter(now, limits.refreshTokenLifeDays);
  return {
    hash,
    sessionId: session.id,
    parentHash,
    issuedAt: now,
    expiresAt: ownEnd < session.expiresAt ? ownEnd : session.expiresAt,
    firstUsedAt: null,
    uses: 0,
    isSuperseded: false,
  };
}
