import type { Actor } from '@voltpark/contracts';
import { unreachable } from '@voltpark/kit/decision';
import { GraphQLError } from 'graphql';
import type { IncomingMessage } from 'node:http';
import { isUnauthenticated } from '../identity/errors.js';
import { overloadLimits, rateLimits } from '../limits.js';
import type { Authenticate } from '../ports.js';
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
export class Gatekeeper {
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

  /**
   * Who asks.
   * @throws Refused 401 when the credentials are wrong, 429 when it is too often, 503 when nobody can say
   */
  async identify(request: IncomingMessage): Promise<Actor> {
    const { limiter, authenticate, trustedProxies } = this.parts;
    const credentials = credentialsOf(request);
    const address = limiter ? addressOf(request, trustedProxies) : '';
    const failed = `failed ${address}`;
    const shows = credentials.authorization !== undefined || credentials.apiKey !== undefined;
    if (limiter && shows && !limiter.has(failed, rateLimits.failedCredentials))
      throw tooMany(limiter.take(failed, rateLimits.failedCredentials));
    const { actor } = await authenticate(credentials).catch((error: unknown) => {
      if (isUnauthenticated(error)) limiter?.take(failed, rateLimits.failedCredentials);
      throw refusedCredentials(error);
    });
    if (limiter) {
      const [client, rate] = bucketOf(actor, address);
      const wait = limiter.take(client, rate);
      if (wait > 0) throw tooMany(wait);
    }
    return actor;
  }
}

function refusedCredentials(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  return isUnauthenticated(error)
    ? new Refused(401, [error], challenge)
    : new Refused(503, [error], { 'retry-after': String(overloadLimits.retryAfterSeconds) });
}

function tooMany(seconds: number): Refused {
  shedRequests.inc({ reason: 'rate' });
  return refused(429, 'RATE_LIMITED', 'Too many requests. Try again later.', {
    'retry-after': String(seconds),
  });
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
