import type { NodeConnectionOptions } from '@nats-io/transport-node';

/** Reads `nats://user:password@host:port,…` as the client library wants it: it knows no credentials in URLs. */
export function natsServers(
  natsUrl: string,
): Pick<NodeConnectionOptions, 'servers' | 'user' | 'pass' | 'token'> {
  const urls = natsUrl
    .split(',')
    .map((server) => server.trim())
    .filter((server) => server !== '')
    .map((server) => new URL(server.includes('://') ? server : `nats://${server}`));
  const { username = '', password = '' } = urls.find((url) => url.username !== '') ?? {};
  const servers = urls.map((url) => url.host);
  if (username === '') return { servers };
  if (password === '') return { servers, token: decodeURIComponent(username) };
  return { servers, user: decodeURIComponent(username), pass: decodeURIComponent(password) };
}
