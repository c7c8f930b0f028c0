import { anonymous } from '@voltpark/contracts';
import { BoundedMap } from '@voltpark/kit/bounded-map';
import { systemClock, type Clock } from '@voltpark/kit/clock';
import { decodeJwt } from 'jose';
import { createHash } from 'node:crypto';
import { identityLimits } from '../limits.js';
import type { Authenticate, Identity } from '../ports.js';
import type { AccountsDesk } from './accounts.js';
import { isUnauthenticated, unauthenticated } from './errors.js';
import { createExternalVerifier, withMappedRoles, type ExternalIssuer } from './external.js';
import { verifyOwnToken, type Issuer } from './token.js';

/** Whom to believe, and who turns other credentials into our tokens. */
export interface AuthenticateOptions {
  readonly own: Issuer;
  readonly external?: ExternalIssuer | undefined;
  readonly accounts: AccountsDesk;
  readonly clock?: Clock;
}

const nobody: Identity = { actor: anonymous, expiresAt: null };
const bearer = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
const apiKeyShape = /^vp_[\w-]{16,200}$/;

/** See {@link Authenticate}. What was verified once is believed, from a bounded cache, until it expires. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { own, accounts, clock = systemClock } = options;
  const external = options.external && {
    issuer: options.external.issuer,
    verify: createExternalVerifier(options.external, clock),
  };
  const tokens = new IdentityCache(identityLimits.cachedTokens, clock);
  const keys = new IdentityCache(identityLimits.cachedKeys, clock);

  const foreign = async (
    token: string,
    verify: NonNullable<typeof external>['verify'],
  ): Promise<Identity> => {
    const identity = await verify(token);
    const linked = await verifyOwnToken(await accounts.linkIdentity(identity.person), own, clock);
    return {
      actor: withMappedRoles(linked.actor, identity),
      expiresAt: Math.min(identity.expiresAt, linked.expiresAt ?? Infinity),
    };
  };

  const byToken = (authorization: string): Promise<Identity> => {
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined || token.length > identityLimits.tokenLength)
      throw unauthenticated('The authorization header must be "Bearer" and an access token.');
    return tokens.get(token, () =>
      external && external.issuer === issuerOf(token)
        ? foreign(token, external.verify)
        : verifyOwnToken(token, own, clock),
    );
  };

  const byKey = (apiKey: string): Promise<Identity> => {
    if (!apiKeyShape.test(apiKey)) throw unauthenticated('The API key is not valid.');
    // The key itself is not kept in memory longer than its request.
    const hash = createHash('sha256').update(apiKey).digest('base64');
    return keys.get(hash, async () => {
      const identity = await verifyOwnToken(await accounts.exchangeApiKey(apiKey), own, clock);
      const latest = clock.now().getTime() + identityLimits.apiKeyCacheMs;
      return { ...identity, expiresAt: Math.min(identity.expiresAt ?? latest, latest) };
    });
  };

  // Async, so that every fault is a rejection.
  return async ({ authorization, apiKey }) => {
    if (authorization === undefined && apiKey === undefined) return nobody;
    if (authorization !== undefined && apiKey !== undefined)
      throw unauthenticated('Send either an access token or an API key.');
    return apiKey === undefined ? byToken(authorization ?? '') : byKey(apiKey);
  };
}

/** The issuer that an unverified token names: only to choose whose keys to verify it by. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw unauthenticated('The access token is not valid.');
  }
}

/**
 * Identities by credential. One verification serves everybody who asks meanwhile; a refusal is remembered
 * like a success, for a shorter time, so that repeating wrong credentials costs nobody anything.
 */
class IdentityCache {
  readonly #entries: BoundedMap<string, { identity: Promise<Identity>; until: number }>;

  constructor(
    capacity: number,
    readonly clock: Clock,
  ) {
    this.#entries = new BoundedMap(capacity);
  }

  get(credential: string, find: () => Promise<Identity>): Promise<Identity> {
    const kept = this.#entries.get(credential);
    if (kept && this.clock.now().getTime() < kept.until) return kept.identity;
    const entry = { identity: find(), until: Infinity };
    this.#entries.set(credential, entry);
    entry.identity.then(
      ({ expiresAt }) => {
        entry.until = expiresAt ?? 0;
      },
      (error: unknown) => {
        if (isUnauthenticated(error))
          entry.until = this.clock.now().getTime() + identityLimits.refusedCacheMs;
        else this.#entries.delete(credential);
      },
    );
    return entry.identity;
  }
}
