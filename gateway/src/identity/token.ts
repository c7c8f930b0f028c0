import {
  accessTokenAlgorithm,
  accessTokenClaimsSchema,
  accessTokenType,
  actorOfClaims,
} from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { identityLimits } from '../limits.js';
import type { Identity } from '../ports.js';
import { identityUnavailable, unauthenticated } from './errors.js';

/** Whose tokens are believed. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
}

/** An issuer's published keys; fetched when first needed, kept, and fetched again for unknown key ids. */
export function remoteKeys(url: URL): JWTVerifyGetKey {
  return createRemoteJWKSet(url, {
    cooldownDuration: identityLimits.jwksCooldownMs,
    cacheMaxAge: identityLimits.jwksMaxAgeMs,
    timeoutDuration: identityLimits.jwksTimeoutMs,
  });
}

/**
 * Verifies one of our own access tokens: signature by the one algorithm in use, issuer, audience, type and
 * times; then its claims by their schema.
 * @throws GraphQLError UNAUTHENTICATED, or IDENTITY_UNAVAILABLE when the keys cannot be had
 */
export async function verifyOwnToken(
  token: string,
  issuer: Issuer,
  clock: Clock,
): Promise<Identity> {
  const { payload } = await verified(
    jwtVerify(token, issuer.keys, {
      algorithms: [accessTokenAlgorithm],
      issuer: issuer.issuer,
      audience: issuer.audience,
      typ: accessTokenType,
      requiredClaims: ['exp', 'iat', 'sub'],
      clockTolerance: identityLimits.clockToleranceSeconds,
      currentDate: clock.now(),
    }),
  );
  const claims = accessTokenClaimsSchema.safeParse(payload);
  if (!claims.success) throw unauthenticated('The access token is not one of ours.');
  return { actor: actorOfClaims(claims.data), expiresAt: claims.data.exp * 1000 };
}

/** Tells the faults of a token from those of its verification. */
export async function verified<Result>(verification: Promise<Result>): Promise<Result> {
  try {
    return await verification;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthenticated('The access token has expired.');
    // An issuer that cannot be reached, or answers with something else than keys, is no fault of the token.
    if (
      error instanceof errors.JWKSTimeout ||
      error instanceof errors.JWKSInvalid ||
      !(error instanceof errors.JOSEError) ||
      error.code === 'ERR_JOSE_GENERIC'
    ) {
      throw identityUnavailable(error);
    }
    throw unauthenticated('The access token is not valid.');
  }
}
