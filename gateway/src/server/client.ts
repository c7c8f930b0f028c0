import { newId } from '@voltpark/kit/ids';
import { requestHeaders } from '@voltpark/kit/request-headers';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { httpLimits } from '../limits.js';
import type { Credentials } from '../ports.js';

const correlationShape = /^[\w.:-]+$/;
const traceparentShape = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** The client's correlation id when it is a harmless one, else a new one. */
export function correlationIdOf(request: IncomingMessage): string {
  const given = request.headers[requestHeaders.correlationId];
  return typeof given === 'string' &&
    given.length <= httpLimits.correlationIdLength &&
    correlationShape.test(given)
    ? given
    : newId();
}

/** The client's W3C trace context, when well-formed. */
export function traceparentOf(request: IncomingMessage): string | undefined {
  const given = request.headers[requestHeaders.traceparent];
  return typeof given === 'string' && traceparentShape.test(given) ? given : undefined;
}

/** What the client shows to say who it is. */
export function credentialsOf(request: IncomingMessage): Credentials {
  const key = request.headers['x-api-key'];
  return {
    authorization: request.headers.authorization,
    // Sent twice it is a list, which no key looks like.
    apiKey: typeof key === 'string' ? key : key?.join(),
  };
}

/**
 * The client's address. Behind reverse proxies it is what the outermost of ours wrote: so many entries from the
 * end of X-Forwarded-For; what stands before was sent by the client and may be anything.
 */
export function addressOf(
  request: {
    readonly headers: IncomingHttpHeaders;
    readonly socket: { readonly remoteAddress?: string | undefined };
  },
  trustedProxies: number,
): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return direct;
  const forwarded = request.headers['x-forwarded-for'];
  const hops = (typeof forwarded === 'string' ? forwarded : (forwarded?.join() ?? ''))
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return hops.at(-trustedProxies) ?? hops[0] ?? direct;
}
