import { roles as allRoles, scopesOf, type Actor, type Role } from '@voltpark/contracts';
import type { Clock } from '@voltpark/kit/clock';
import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { identityLimits } from '../limits.js';
import type { ExternalPerson } from './accounts.js';
import { unauthenticated } from './errors.js';
import { remoteKeys, verified } from './token.js';

/** An OpenID Connect issuer whose access tokens are accepted beside our own. */
export interface ExternalIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Its keys; without it they are found by OpenID Connect discovery. */
  readonly jwksUrl?: string | undefined;
  /** The claim that lists a person's groups or roles there, dots between levels. */
  readonly rolesClaim?: string | undefined;
  /** Our role for each of its values that has one. */
  readonly roleMap?: Readonly<Record<string, Role>> | undefined;
  /** The claim that holds the id of the tenant for which the mapped roles are. */
  readonly tenantClaim?: string | undefined;
}

/** What a foreign token turned out to say. */
export interface ExternalIdentity {
  readonly person: ExternalPerson;
  readonly roles: readonly Role[];
  readonly tenantId: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Asymmetric signatures only: a shared secret would let every holder issue tokens. */
const algorithms = ['EdDSA', 'ES256', 'ES384', 'PS256', 'PS384', 'RS256', 'RS384'];
/** RFC 9068's type, and what most issuers put there instead. */
const types = ['at+jwt', 'application/at+jwt', 'jwt'];

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

const claimsSchema = z.object({
  sub: z.string().min(1),
  exp: z.number(),
  email: z.email(),
  email_verified: z.union([z.boolean(), z.stringbool()]).default(false),
  name: z.string().optional(),
  locale: z.string().optional(),
});

/** Verifies tokens of one external issuer. */
export function createExternalVerifier(
  config: ExternalIssuer,
  clock: Clock,
): (token: string) => Promise<ExternalIdentity> {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const keysOf = (): Promise<JWTVerifyGetKey> => {
    keys ??= findKeys(config).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
  return async (token) => {
    const { payload, protectedHeader } = await verified(
      keysOf().then((found) =>
        jwtVerify(token, found, {
          algorithms,
          issuer: config.issuer,
          audience: config.audience,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: identityLimits.clockToleranceSeconds,
          currentDate: clock.now(),
        }),
      ),
    );
    if (!types.includes((protectedHeader.typ ?? 'jwt').toLowerCase()))
      throw unauthenticated('The token is not an access token.');
    return identityOf(payload, config);
  };
}

async function findKeys(config: ExternalIssuer): Promise<JWTVerifyGetKey> {
  if (config.jwksUrl !== undefined) return remoteKeys(new URL(config.jwksUrl));
  const base = config.issuer.endsWith('/') ? config.issuer : `${config.issuer}/`;
  const response = await fetch(new URL('.well-known/openid-configuration', base), {
    signal: AbortSignal.timeout(identityLimits.jwksTimeoutMs),
    redirect: 'error',
  });
  const found = discoverySchema.parse(await response.json());
  if (found.issuer !== config.issuer)
    throw new Error(`The issuer calls itself ${found.issuer}, not ${config.issuer}`);
  return remoteKeys(new URL(found.jwks_uri));
}

function identityOf(payload: JWTPayload, config: ExternalIssuer): ExternalIdentity {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw unauthenticated('The token must tell subject and e-mail address.');
  const { sub, exp, email, email_verified, name, locale } = claims.data;
  const tenant = config.tenantClaim && claimAt(payload, config.tenantClaim);
  return {
    person: {
      issuer: config.issuer,
      subject: sub,
      email,
      emailVerified: email_verified,
      displayName: name ?? email,
      locale: locale ?? null,
    },
    roles: mappedRoles(payload, config),
    tenantId: typeof tenant === 'string' && tenant !== '' ? tenant : undefined,
    expiresAt: exp * 1000,
  };
}

function mappedRoles(payload: JWTPayload, { rolesClaim, roleMap }: ExternalIssuer): Role[] {
  if (rolesClaim === undefined || roleMap === undefined) return [];
  const value = claimAt(payload, rolesClaim);
  const named = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  const held = new Set(named.map((name) => (Object.hasOwn(roleMap, name) ? roleMap[name] : null)));
  return allRoles.filter((role) => held.has(role));
}

function claimAt(payload: JWTPayload, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      payload,
    );
}

/**
 * The linked account with the roles that the issuer's groups map to. Staff roles without a tenant would be
 * confined to nothing, so they are left out; only ADMIN needs none.
 */
export function withMappedRoles(actor: Actor, external: ExternalIdentity): Actor {
  const tenantId = actor.tenantId ?? external.tenantId ?? null;
  const mapped = external.roles.filter(
    (role) => role === 'ADMIN' || role === 'DRIVER' || tenantId !== null,
  );
  if (mapped.length === 0) return actor;
  const held = allRoles.filter((role) => actor.roles.includes(role) || mapped.includes(role));
  return { ...actor, roles: held, scopes: scopesOf(held), tenantId };
}
