import { z } from 'zod';
import { roles, scopes, type Actor } from './actor.js';

/** The `typ` header of Voltpark's access tokens (RFC 9068): no other kind of token passes for one. */
export const accessTokenType = 'at+jwt';

/** The only signature algorithm in use: Ed25519. */
export const accessTokenAlgorithm = 'EdDSA';

/** `iss` and `aud` of access tokens where the environment does not say otherwise. */
export const defaultTokenIssuer = 'voltpark';
export const defaultTokenAudience = 'voltpark';

/** Where the public halves of the signing keys are published, beneath the address of accounts. */
export const jwksPath = '/.well-known/jwks.json';

/** Where the payment processor's webhooks are taken in, beneath the address of billing and that of the gateway. */
export const processorWebhookPath = '/billing/processor/webhooks';

/** The claims of an access token that accounts signs and the gateway verifies. Times are epoch seconds. */
export const accessTokenClaimsSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  sub: z.string().min(1).max(64),
  jti: z.string(),
  iat: z.number().int(),
  exp: z.number().int(),
  kind: z.enum(['PERSON', 'API_KEY']),
  roles: z.array(z.enum(roles)).max(roles.length),
  /** Space-separated, as RFC 9068 has it. */
  scope: z.string(),
  /** Absent for people who belong to no tenant. */
  tenant: z.string().optional(),
  /** Present for people who are customers. */
  customer: z.string().optional(),
});
export type AccessTokenClaims = z.infer<typeof accessTokenClaimsSchema>;

const knownScopes: ReadonlySet<string> = new Set(scopes);

/** The actor that an access token speaks for. Scopes that this version does not know are left out. */
export function actorOfClaims(claims: AccessTokenClaims): Actor {
  return {
    kind: claims.kind,
    id: claims.sub,
    roles: claims.roles,
    scopes: claims.scope
      .split(' ')
      .filter((scope): scope is Actor['scopes'][number] => knownScopes.has(scope)),
    tenantId: claims.tenant ?? null,
    customerId: claims.customer ?? null,
  };
}
