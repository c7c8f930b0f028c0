import type { Actor } from '@voltpark/contracts';
import { unreachable } from '@voltpark/kit/decision';
import { GraphQLError } from 'graphql';
import type { IncomingMessage } from 'node:http';
import { isUnauthenticated } from '../identity/errors.js';
import { overloadLimits, rateLimits } from '../limits.js';
import type { Authenticate, Credentials, Identity, LiveGate } from '../ports.js';
import { refused, Refused } from './answer.js';
import { addressOf, credentialsOf } from './client.js';
import { shedRequests } from './metrics.js';
import type { LoadMonitor } from './overload.js';
import type { Rate, RateLimiter } from './rate-limit.js';

/** What every 401 says of how to do better. */
export const challenge = { 'www-authenticate': 'Bearer' };

/** What deciding on who gets in takes. */
export interface GatekeeperParts {
  readonly authenticate: Authenticate;
  readonly load: LoadMonitor;
  /** Undefined when rates are limited elsewhere. */
  readonly limiter: RateLimiter | undefined;
  readonly trustedProxies: number;
}

/** Turns away what is too much, too often, or not who it says it is. */
export class Gatekeeper implements LiveGate {
  constructor(readonly parts: GatekeeperParts) {}

  /**
   * So that the requests in hand finish, further ones are turned away while there is no time for them.
   * @throws Refused 503
   */
  shed(inHand: number): void {
    if (!this.parts.load.isOverloaded && inHand <= overloadLimits.requestsInHand) return;
    shedRequests.inc({ reason: 'overload' });
    throw refused(503, 'OVERLOADED', 'There is too much to do at the moment.', {
      'retry-after': String(overloadLimits.retryAfterSeconds),
    });
  }

  /** Where a client comes from, also behind proxies that are trusted. */
  addressOf(request: IncomingMessage): string {
    return addressOf(request, this.parts.trustedProxies);
  }

  /**
   * Who a client is.
   * @throws GraphQLError UNAUTHENTICATED when its credentials are wrong, RATE_LIMITED when too many from the address
   *   were, IDENTITY_UNAVAILABLE when nobody can say
   */
  async identify(credentials: Credentials, address: string): Promise<Identity> {
    const { limiter, authenticate } = this.parts;
    const shows = credentials.authorization !== undefined || credentials.apiKey !== undefined;
    if (!limiter || !shows) return authenticate(credentials);
    const failures = `failed ${address}`;
    if (!limiter.has(failures, rateLimits.failedCredentials))
      throw rateLimited(limiter.take(failures, rateLimits.failedCredentials));
    return authenticate(credentials).catch((error: unknown) => {
      if (isUnauthenticated(error)) limiter.take(failures, rateLimits.failedCredentials);
      throw error;
    });
  }

  /** Takes one operation from the client's rate. False when there is none left. */
  take(actor: Actor, address: string): boolean {
    return this.#wait(actor, address) === 0;
  }

  /**
   * Who makes a request over HTTP, which also takes it from the client's rate.
   * @throws Refused 401 when the credentials are wrong, 429 when it is too often, 503 when nobody can say
   */
  async letIn(request: IncomingMessage): Promise<Actor> {
    const address = this.addressOf(request);
    const { actor } = await this.identify(credentialsOf(request), address).catch(
      (error: unknown) => {
        throw refusedFor(error);
      },
    );
    const wait = this.#wait(actor, address);
    if (wait > 0) throw refusedFor(rateLimited(wait));
    return actor;
  }

  /** Seconds until the client may ask again; 0 when it just may, and has. */
  #wait(actor: Actor, address: string): number {
    const [client, rate] = bucketOf(actor, address);
    return this.parts.limiter?.take(client, rate) ?? 0;
  }
}

function rateLimited(retryAfterSeconds: number): GraphQLError {
  shedRequests.inc({ reason: 'rate' });
  return new GraphQLError('Too many requests. Try again later.', {
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds },
  });
}

/** The same in HTTP's terms. */
function refusedFor(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  const { code, retryAfterSeconds } = error.extensions;
  if (code === 'UNAUTHENTICATED') return new Refused(401, [error], challenge);
  const wait =
    typeof retryAfterSeconds === 'number' ? retryAfterSeconds : overloadLimits.retryAfterSeconds;
  return new Refused(code === 'RATE_LIMITED' ? 429 : 503, [error], { 'retry-after': String(wait) });
}

function bucketOf(actor: Actor, address: string): [client: string, rate: Rate] {
  switch (actor.kind) {
    case 'ANONYMOUS':
      return [`address ${address}`, rateLimits.anonymous];
    case 'API_KEY':
      return [`key ${actor.id}`, rateLimits.apiKey];
    case 'PERSON':
    case 'SYSTEM':
      return [`person ${actor.id}`, rateLimits.person];
    default:
      return unreachable(actor.kind);
  }
}
