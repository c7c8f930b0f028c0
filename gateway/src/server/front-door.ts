import type { ApolloServer } from '@apollo/server';
import { jwksPath, processorWebhookPath } from '@voltpark/contracts';
import type { Route, RunningContext } from '@voltpark/kit/context';
import { trackSilentConnections } from '@voltpark/kit/server/silent-connections';
import type { Logger } from '@voltpark/kit/log';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { ArchiveHandler } from '../archive/handler.js';
import type { GatewayEnvironment } from '../environment.js';
import { accountsDesk, accountsService } from '../identity/accounts.js';
import { createAuthenticate } from '../identity/authenticate.js';
import { externalIssuer } from '../identity/configuration.js';
import { remoteKeys } from '../identity/token.js';
import { stopLimits } from '../limits.js';
import type {
  ActiveSupergraph,
  Admit,
  Authenticate,
  Executor,
  LiveTransports,
  SubgraphTransport,
} from '../ports.js';
import { createLiveTransports } from '../subscriptions/index.js';
import type { Routing } from '../supergraph/routing.js';
import { originPolicy } from './cors.js';
import { formatError } from './errors.js';
import { Gatekeeper } from './gatekeeper.js';
import { GraphQLHandler } from './graphql.js';
import { createHttpServer } from './http.js';
import { jwksRoute } from './jwks-route.js';
import { monitorLoad } from './overload.js';
import type { PipelineContext } from './pipeline.js';
import { RateLimiter } from './rate-limit.js';
import { createReadiness } from './readiness.js';
import { webhookRoute } from './webhook-route.js';

/** What stands behind the door. */
export interface FrontDoorParts {
  readonly apollo: ApolloServer<PipelineContext>;
  readonly admit: Admit;
  readonly supergraph: () => ActiveSupergraph;
  readonly executor: Executor;
  readonly transport: SubgraphTransport;
  readonly routing: Routing;
  readonly contexts: readonly RunningContext[];
  readonly environment: GatewayEnvironment;
  readonly log: Logger;
}

/** The open door: HTTP, WebSocket and SSE. */
export interface FrontDoor {
  readonly url: string;
  readonly port: number;
  readonly live: LiveTransports;
  close(): Promise<void>;
}

/** Puts identity, limits, live transports and the HTTP server together, and listens. */
export async function createFrontDoor(parts: FrontDoorParts): Promise<FrontDoor> {
  const { admit, apollo, contexts, environment, executor, log, transport } = parts;
  const deadlineMs = environment.GATEWAY_DEADLINE_MS;
  let port = 0;
  let stopping = false;
  const routes: Record<string, Route> = Object.assign({}, ...contexts.map((one) => one.routes));
  // In one process the keys are on our own page, where everybody else finds them as well.
  const jwksUrl = (): URL =>
    Object.hasOwn(routes, jwksPath) && contexts.length > 0
      ? new URL(jwksPath, `http://${loopbackOf(environment.GATEWAY_HOST)}:${port}`)
      : new URL(jwksPath, parts.routing.urlOf(accountsService));
  if (contexts.length === 0) Object.assign(routes, passedOn(parts.routing, jwksUrl));

  const authenticate = authenticateBy(environment, transport, jwksUrl);
  const origins = originPolicy(environment.CORS_ORIGINS, () => ownOrigins(environment, port));
  const load = monitorLoad(environment.GATEWAY_SHED_LAG_MS);
  const limiter = environment.GATEWAY_RATE_LIMIT ? new RateLimiter() : undefined;
  const gatekeeper = new Gatekeeper({
    authenticate,
    load,
    limiter,
    trustedProxies: environment.GATEWAY_TRUSTED_PROXIES,
  });
  // Of this gateway only: its gauges look at its own clients.
  const liveMetrics = new Registry();
  const live = createLiveTransports(
    {
      gate: gatekeeper,
      admit,
      authenticate,
      formatError,
      allowOrigin: (origin) => origins.allows(origin),
      executor,
      transport,
      metrics: liveMetrics,
      log,
    },
    { operationDeadlineMs: deadlineMs },
  );
  const isStopping = (): boolean => stopping;
  const services = (): readonly string[] => parts.supergraph().services;
  const server = createHttpServer({
    graphql: new GraphQLHandler({ apollo, admit, executor, deadlineMs, gatekeeper, live, log }),
    archive: archives(parts, gatekeeper, limiter),
    live,
    origins,
    routes,
    liveMetrics,
    readiness: createReadiness({ transport, services, isStopping }),
    isStopping,
    servesGraphiql: environment.GATEWAY_GRAPHIQL,
    log,
  });
  const closeSilent = trackSilentConnections(server);
  port = await listen(server, environment.GATEWAY_HOST, environment.GATEWAY_PORT);
  return {
    url: `http://${loopbackOf(environment.GATEWAY_HOST)}:${port}`,
    port,
    live,
    async close() {
      stopping = true;
      // Load balancers see /ready fail while the door is still open.
      await wait(environment.GATEWAY_DRAIN_MS);
      await closeServer(server, closeSilent, live);
      load.stop();
    },
  };
}

/** Who gives people what is known of them. */
function archives(
  { supergraph, transport, environment, log }: FrontDoorParts,
  gatekeeper: Gatekeeper,
  limiter: RateLimiter | undefined,
): ArchiveHandler {
  const pageMs = environment.GATEWAY_DEADLINE_MS;
  return new ArchiveHandler({ supergraph, transport, gatekeeper, limiter, pageMs, log });
}

/** What contexts over the network show to everybody, as their own addresses are for gateways only. */
function passedOn(routing: Routing, jwksUrl: () => URL): Record<string, Route> {
  const processorWebhook = webhookRoute(() => {
    const billing = routing.urlOf('billing');
    return billing === undefined ? undefined : new URL(processorWebhookPath, billing);
  });
  return { [jwksPath]: jwksRoute(jwksUrl), [processorWebhookPath]: processorWebhook };
}

/** Identity as the environment configures it. */
function authenticateBy(
  environment: GatewayEnvironment,
  transport: SubgraphTransport,
  jwksUrl: () => URL,
): Authenticate {
  let keys: ReturnType<typeof remoteKeys> | undefined;
  return createAuthenticate({
    own: {
      issuer: environment.ACCOUNTS_TOKEN_ISSUER,
      audience: environment.ACCOUNTS_TOKEN_AUDIENCE,
      keys: (header, token) => (keys ??= remoteKeys(jwksUrl()))(header, token),
    },
    external: externalIssuer(environment),
    accounts: accountsDesk(transport, environment.GATEWAY_DEADLINE_MS),
  });
}

/** No new connections, live clients sent off, requests in hand finished; what hangs is cut. */
async function closeServer(
  server: Server,
  closeSilent: () => void,
  live: LiveTransports,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  closeSilent();
  const cut = setTimeout(() => server.closeAllConnections(), stopLimits.totalMs);
  // Connections whose request was in hand when the door closed become idle one after the other.
  const sweep = setInterval(() => server.closeIdleConnections(), stopLimits.sweepMs);
  await live.drain();
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** How this machine reaches a server that listens on the host. */
function loopbackOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** Where the gateway's own pages are seen. */
function ownOrigins({ GATEWAY_PUBLIC_URL, GATEWAY_HOST }: GatewayEnvironment, port: number) {
  const named = GATEWAY_PUBLIC_URL === undefined ? [] : [new URL(GATEWAY_PUBLIC_URL).origin];
  const hosts = new Set(['localhost', '127.0.0.1', loopbackOf(GATEWAY_HOST)]);
  return [...named, ...[...hosts].map((host) => `http://${host}:${port}`)];
}
