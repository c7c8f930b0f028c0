import { actorOf, type Account } from '../domain/account.js';
import { limits } from '../domain/limits.js';
import { newRefreshToken, newSession } from '../domain/session.js';
import type { AccessTokens, Ports } from './ports.js';
import type { Stores } from './stores.js';

/** What a session consists of for a client. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** A refresh token as its holder gets it: the prefix lets scanners of leaked secrets recognise it. */
export const writeRefreshToken = (secret: string): string => `vr_${secret}`;

/** The access token of a person. */
export async function signFor(
  accessTokens: AccessTokens,
  account: Account,
  now: Date,
): Promise<Pick<SessionTokens, 'accessToken' | 'accessTokenExpiresAt'>> {
  const actor = actorOf(account);
  const signed = await accessTokens.sign(
    { ...actor, kind: 'PERSON' },
    limits.accessTokenLifeSeconds,
    now,
  );
  return { accessToken: signed.token, accessTokenExpiresAt: signed.expiresAt };
}

/** Begins a session of the account, within the caller's transaction, and gives its tokens. */
export async function beginSession(
  { newId, secrets, accessTokens }: Ports,
  { sessions }: Stores,
  account: Account,
  now: Date,
): Promise<SessionTokens> {
  const session = newSession(newId(), account.id, now);
  const refreshToken = writeRefreshToken(secrets.random());
  const first = newRefreshToken(session, secrets.hash(refreshToken), null, now);
  await sessions.begin(session, first);
  return {
    ...(await signFor(accessTokens, account, now)),
    refreshToken,
    refreshTokenExpiresAt: first.expiresAt,
  };
}

/** The one who signed in, as told to that one. */
export const meOf = (account: Account) => ({
  actor: actorOf(account),
  displayName: account.displayName,
  email: account.email,
});
