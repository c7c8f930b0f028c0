import {
  defaultTokenAudience,
  defaultTokenIssuer,
  type Role,
  scopesOf,
  scopesOfRole,
} from '@voltpark/contracts';
import { exportJWK, type JWK, generateKeyPair, SignJWT, type JWTHeaderParameters } from 'jose';

/** Somebody who signs tokens, with one key. */
export interface TestIssuer {
  /** The public key, as its page would show it. */
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A well-formed access token of a person, where the changes do not say otherwise. */
  token(
    changes?: Readonly<Record<string, unknown>> & { roles?: readonly Role[] },
    header?: Partial<JWTHeaderParameters>,
  ): Promise<string>;
}

/**
 * @param algorithm EdDSA as our accounts sign, RS256 as most foreign issuers do
 * @param kid the key's id
 */
export async function createTestIssuer(
  algorithm: 'EdDSA' | 'RS256' = 'EdDSA',
  kid = `${algorithm}-1`,
): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
  return {
    jwks: { keys: [jwk] },
    token: (changes = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const { roles = ['DRIVER'] } = changes;
      const claims = {
        iss: defaultTokenIssuer,
        aud: defaultTokenAudience,
        sub: 'person-1',
        jti: 'token-1',
        iat: now,
        exp: now + 600,
        kind: 'PERSON',
        roles,
        scope: scopesOf(roles.filter((role) => role in scopesOfRole)).join(' '),
        ...changes,
      };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid, ...header })
        .sign(privateKey);
    },
  };
}
