import { accessTokenAlgorithm, accessTokenType, type AccessTokenClaims } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import type { AccessTokens } from '../application/ports.js';
import { secondsAfter } from '../domain/limits.js';

/** A private JWK set: the first key signs, all are published, so that a new one can take over in time. */
export interface SigningKeys {
  readonly keys: readonly JWK[];
}

/** What access tokens say of where they come from and whom they are for. */
export interface TokenNames {
  readonly issuer: string;
  readonly audience: string;
}

/** A fresh private JWK set with one Ed25519 key, as the text for `ACCOUNTS_SIGNING_JWKS`. */
export async function generateSigningJwks(): Promise<string> {
  const { privateKey } = await generateKeyPair(accessTokenAlgorithm, {
    crv: 'Ed25519',
    extractable: true,
  });
  const jwk = await exportJWK(privateKey);
  return JSON.stringify({
    keys: [{ ...jwk, kid: newId(), alg: accessTokenAlgorithm, use: 'sig' }],
  });
}

/** The public halves, as they are published: nothing else of a key leaves this process. */
export function publicKeysOf({ keys }: SigningKeys): SigningKeys {
  return {
    keys: keys.map(({ kty, crv, x, kid }) => ({
      ...(kty === undefined ? {} : { kty }),
      ...(crv === undefined ? {} : { crv }),
      ...(x === undefined ? {} : { x }),
      ...(kid === undefined ? {} : { kid }),
      alg: accessTokenAlgorithm,
      use: 'sig',
    })),
  };
}

/**
 * Signs access tokens (RFC 9068) with the first key.
 * @throws Error when there is no key, or it is no private Ed25519 key with a `kid`
 */
export async function createAccessTokens(
  { keys }: SigningKeys,
  { issuer, audience }: TokenNames,
): Promise<AccessTokens> {
  const [first] = keys;
  if (first?.kid === undefined) throw new Error('There is no signing key with a kid.');
  const header = { alg: accessTokenAlgorithm, typ: accessTokenType, kid: first.kid };
  const key = await importJWK(first, accessTokenAlgorithm);
  return {
    async sign(subject, lifeSeconds, now) {
      const iat = Math.floor(now.getTime() / 1000);
      const claims: AccessTokenClaims = {
        iss: issuer,
        aud: audience,
        sub: subject.id,
        jti: newId(),
        iat,
        exp: iat + lifeSeconds,
        kind: subject.kind,
        roles: [...subject.roles],
        scope: subject.scopes.join(' '),
        ...(subject.tenantId === null ? {} : { tenant: subject.tenantId }),
        ...(subject.customerId === null ? {} : { customer: subject.customerId }),
      };
      const token = await new SignJWT(claims).setProtectedHeader(header).sign(key);
      return { token, expiresAt: secondsAfter(new Date(iat * 1000), lifeSeconds) };
    },
  };
}
