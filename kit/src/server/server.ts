import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';
import { createActorVerifier } from '../actor-token.js';
import type { RunningContext } from '../context.js';
import { limits } from '../limits.js';
import { createLogger, type Logger } from '../log.js';
import { measureProcess } from '../metrics.js';
import { httpHandler } from './http.js';
import { serveSockets } from './socket.js';
import { trackSilentConnections } from './silent-connections.js';

export interface ServeOptions {
  /** Loopback by default: subgraphs are for gateways only. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The gateways' public key, as JWK or its JSON text. */
  readonly actorPublicKey: string | JWK;
  readonly log?: Logger;
}

/** A subgraph that listens. */
export interface ContextServer {
  /** Where gateways ask, `http://127.0.0.1:4001/graphql`; subscriptions on the same path by `ws:`. */
  readonly url: string;
  readonly port: number;
  /**
   * Readiness goes, no more connections come in, sockets are closed with 1001, requests in flight finish, at
   * the latest after `limits.drainMs`. The context itself goes on; stop it afterwards.
   */
  stop(): Promise<void>;
}

/**
 * Serves a running context to gateways: `/graphql` by POST and graphql-ws, only with an actor token, `_service`
 * and `_entities` included; `/health`, `/ready`, `/metrics` and the context's own routes without one.
 */
export async function serveContext(
  context: RunningContext,
  options: ServeOptions,
): Promise<ContextServer> {
  const log = options.log ?? createLogger(context.name);
  const verifier = await createActorVerifier(options.actorPublicKey);
  measureProcess();
  let stopping = false;
  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveMs,
      requestTimeout: limits.requestArrivalMs,
    },
    httpHandler({ context, verifier, log, isStopping: () => stopping }),
  );
  const sockets = serveSockets(server, context, verifier);
  const host = options.host ?? '127.0.0.1';
  const closeSilent = trackSilentConnections(server);
  const port = await listen(server, host, options.port ?? 0);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/graphql`,
    port,
    async stop() {
      if (stopping) return;
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const cut = setTimeout(() => {
        // Node leaves upgraded connections out.
        sockets.cut();
        server.closeAllConnections();
      }, limits.drainMs);
      await sockets.close();
      server.closeIdleConnections();
      closeSilent();
      await closed;
      clearTimeout(cut);
    },
  };
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
