import type { Route } from '@voltpark/kit/context';
import type { Logger } from '@voltpark/kit/log';
import { metrics, metricsText } from '@voltpark/kit/metrics';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { httpLimits } from '../limits.js';
import { archivePath, type ArchiveHandler } from '../archive/handler.js';
import type { LiveTransports } from '../ports.js';
import { jsonType, send } from './answer.js';
import { serveGraphiql } from './assets.js';
import { applyCors, type OriginPolicy } from './cors.js';
import type { GraphQLHandler } from './graphql.js';
import type { Readiness } from './readiness.js';

/** What the front door opens to. */
export interface HttpParts {
  readonly graphql: GraphQLHandler;
  readonly archive: ArchiveHandler;
  readonly live: Pick<LiveTransports, 'handleUpgrade'>;
  readonly origins: OriginPolicy;
  /** Plain routes of contexts, passed on as they are. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Metrics of the live transports, beside those of the process. */
  readonly liveMetrics: Registry;
  readonly readiness: () => Promise<Readiness>;
  readonly isStopping: () => boolean;
  readonly servesGraphiql: boolean;
  readonly log: Logger;
}

const graphiqlPath = '/graphiql/';

/** The gateway's one HTTP server. */
export function createHttpServer(parts: HttpParts): Server {
  const server = createServer(
    {
      maxHeaderSize: httpLimits.headerBytes,
      requestTimeout: httpLimits.requestTimeoutMs,
      headersTimeout: httpLimits.requestTimeoutMs,
      keepAliveTimeout: httpLimits.keepAliveTimeoutMs,
    },
    (request, response) => {
      answer(parts, request, response).catch((error: unknown) => {
        parts.log.error({ err: error, url: request.url }, 'a request could not be answered');
        if (response.headersSent) response.destroy();
        else sendJson(response, 500, { error: 'Something went wrong on our side.' });
      });
    },
  );
  server.on('upgrade', (request, socket, head) => {
    const { path } = partsOf(request.url);
    if (path === '/graphql' && !parts.isStopping()) {
      parts.live.handleUpgrade(request, socket, head);
      return;
    }
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  return server;
}

async function answer(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (parts.isStopping()) response.setHeader('connection', 'close');
  const { path, search } = partsOf(request.url);
  switch (path) {
    case '/graphql':
      if (isVisit(parts, request, search)) {
        redirect(response, graphiqlPath);
        return;
      }
      if (applyCors(parts.origins, request, response)) return;
      await parts.graphql.handle(request, response, search);
      return;
    case archivePath:
      if (applyCors(parts.origins, request, response)) return;
      await parts.archive.handle(request, response);
      return;
    case '/health':
      sendJson(response, 200, { status: 'alive' });
      return;
    case '/ready': {
      const readiness = await parts.readiness();
      sendJson(response, readiness.ready ? 200 : 503, readiness);
      return;
    }
    case '/metrics': {
      const texts = await Promise.all([metricsText(), parts.liveMetrics.metrics()]);
      send(response, 200, metrics.contentType, texts.join('\n'));
      return;
    }
    default:
      await answerElsewhere(parts, request, response, path);
  }
}

async function answerElsewhere(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const route = Object.hasOwn(parts.routes, path) ? parts.routes[path] : undefined;
  if (route) return route(request, response);
  if (parts.servesGraphiql && request.method === 'GET') {
    if (path === '/' || path === '/graphiql') {
      redirect(response, graphiqlPath);
      return undefined;
    }
    if (path.startsWith(graphiqlPath)) {
      const served = await serveGraphiql(path.slice(graphiqlPath.length), response);
      if (served) return undefined;
    }
  }
  return sendJson(response, 404, { error: 'There is nothing here.' });
}

/** True when a person opens the endpoint in a browser, who wants the page. */
function isVisit(parts: HttpParts, request: IncomingMessage, search: string): boolean {
  return (
    parts.servesGraphiql &&
    search === '' &&
    request.method === 'GET' &&
    request.headers.accept?.includes('text/html') === true
  );
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'content-length': 0 }).end();
}

function partsOf(url = '/'): { readonly path: string; readonly search: string } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, search: '' }
    : { path: url.slice(0, mark), search: url.slice(mark) };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, jsonType, JSON.stringify(value), { 'cache-control': 'no-store' });
}
