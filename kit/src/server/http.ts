import type { IncomingMessage, ServerResponse } from 'node:http';
import { ActorTokenError, type ActorVerifier } from '../actor-token.js';
import type { RunningContext } from '../context.js';
import { executeInContext, type ContextResponse } from '../execution.js';
import type { Logger } from '../log.js';
import { metrics, metricsText, subgraphDuration, subgraphRequests } from '../metrics.js';
import { requestHeaders } from '../request-headers.js';
import { readGraphQLBody, RequestRefused } from './body.js';
import { subgraphRequest } from './subgraph-request.js';

/** What the request handler needs of its server. */
export interface HttpParts {
  readonly context: RunningContext;
  readonly verifier: ActorVerifier;
  readonly log: Logger;
  /** True from SIGTERM on: answers close their connection, and readiness is gone. */
  isStopping(): boolean;
}

/** Handles every HTTP request of a subgraph: GraphQL, probes, metrics and the context's own routes. */
export function httpHandler(parts: HttpParts) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answerRequest(parts, request, response).catch((error: unknown) => {
      if (!(error instanceof RequestRefused)) {
        parts.log.error({ err: error, url: request.url }, 'a request could not be answered');
      }
      const refused =
        error instanceof RequestRefused
          ? error
          : new RequestRefused(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
      refuse(parts, request, response, refused);
    });
  };
}

async function answerRequest(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (parts.isStopping()) response.setHeader('connection', 'close');
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  switch (path) {
    case '/graphql':
      return graphql(parts, request, response);
    case '/health':
      return sendJson(response, 200, { status: 'alive', context: parts.context.name });
    case '/ready': {
      const unready = parts.isStopping() ? { server: 'stopping' } : await parts.context.unready();
      const isReady = Object.keys(unready).length === 0;
      return sendJson(response, isReady ? 200 : 503, { ready: isReady, unready });
    }
    case '/metrics':
      return send(response, 200, metrics.contentType, await metricsText());
    default: {
      const route = parts.context.routes[path];
      if (route === undefined) throw new RequestRefused(404, 'NOT_FOUND', 'There is nothing here.');
      return route(request, response);
    }
  }
}

async function graphql(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    throw new RequestRefused(405, 'BAD_USER_INPUT', 'GraphQL is asked by POST.');
  }
  const end = subgraphDuration.startTimer({ context: parts.context.name });
  const { headers } = request;
  const actor = await believeActor(parts.verifier, headers[requestHeaders.actor]);
  const body = await readGraphQLBody(request);
  const answer = await executeInContext(parts.context, {
    ...body,
    request: subgraphRequest(actor, {
      correlationId: headers[requestHeaders.correlationId],
      deadline: headers[requestHeaders.deadline],
      traceparent: headers[requestHeaders.traceparent],
    }),
  });
  sendJson(response, 200, answer);
  end();
  subgraphRequests.inc({ context: parts.context.name, outcome: outcomeOf(answer) });
}

function outcomeOf(answer: ContextResponse): string {
  if (answer.data === undefined) return 'refused';
  return answer.errors === undefined ? 'ok' : 'errors';
}

async function believeActor(verifier: ActorVerifier, token: string | string[] | undefined) {
  try {
    return await verifier.verify(typeof token === 'string' ? token : undefined);
  } catch (error) {
    if (!(error instanceof ActorTokenError)) throw error;
    throw new RequestRefused(401, 'UNAUTHENTICATED', 'Only gateways may ask here.');
  }
}

function refuse(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
  refused: RequestRefused,
): void {
  subgraphRequests.inc({ context: parts.context.name, outcome: 'refused' });
  if (response.headersSent) return void response.destroy();
  // A body that was not read would be taken for the next request on this connection.
  if (!request.complete) response.setHeader('connection', 'close');
  sendJson(response, refused.status, {
    errors: [{ message: refused.message, extensions: { code: refused.code } }],
  });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value));
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}
