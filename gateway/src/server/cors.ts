import type { IncomingMessage, ServerResponse } from 'node:http';

/** Which browser pages may use the gateway. */
export interface OriginPolicy {
  /** True for the gateway's own pages and those configured; a client without an origin is no browser. */
  allows(origin: string | undefined): boolean;
}

const allowedHeaders = [
  'content-type',
  'authorization',
  'x-api-key',
  'x-correlation-id',
  'traceparent',
  'apollo-require-preflight',
  'x-apollo-operation-name',
].join(', ');

/**
 * @param configured origins (`https://app.example.org`), or `*` for all
 * @param own the gateway's own origins, known once it listens
 */
export function originPolicy(
  configured: readonly string[],
  own: () => readonly string[],
): OriginPolicy {
  const allowed = new Set(configured);
  return {
    allows: (origin) =>
      origin === undefined || allowed.has('*') || allowed.has(origin) || own().includes(origin),
  };
}

/**
 * Sets the CORS headers of an answer. Credentials are headers here, never cookies, so none are allowed along.
 * @returns true when the request was a preflight and is answered
 */
export function applyCors(
  policy: OriginPolicy,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { origin } = request.headers;
  if (origin !== undefined) {
    response.setHeader('vary', 'origin');
    if (policy.allows(origin)) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader(
        'access-control-expose-headers',
        'x-correlation-id, retry-after, content-disposition',
      );
    }
  }
  if (request.method !== 'OPTIONS') return false;
  if (origin !== undefined && policy.allows(origin)) {
    response.setHeader('access-control-allow-methods', 'GET, POST');
    response.setHeader('access-control-allow-headers', allowedHeaders);
    response.setHeader('access-control-max-age', '600');
  }
  response.writeHead(204, { allow: 'GET, POST, OPTIONS' }).end();
  return true;
}
