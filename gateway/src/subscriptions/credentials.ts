import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '../ports.js';

/**
 * What a client shows: the payload of its `connection_init`, as browsers cannot set headers on a WebSocket,
 * or else its headers.
 */
export function credentialsOf(
  headers: IncomingHttpHeaders,
  payload: Readonly<Record<string, unknown>> = {},
): Credentials {
  const apiKeyHeader = headers['x-api-key'];
  const shown = {
    authorization: text(payload['authorization']) ?? text(payload['Authorization']),
    apiKey: text(payload['apiKey']) ?? text(payload['x-api-key']),
  };
  if (shown.authorization !== undefined || shown.apiKey !== undefined) return shown;
  return { authorization: headers.authorization, apiKey: text(apiKeyHeader) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
