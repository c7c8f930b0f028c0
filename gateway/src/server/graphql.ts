import type { ApolloServer, HTTPGraphQLRequest } from '@apollo/server';
import type { Actor } from '@voltpark/contracts';
import type { Logger } from '@voltpark/kit/log';
import type { GraphQLFormattedError } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpLimits } from '../limits.js';
import type { Admission, Admit, Executor, LiveTransports } from '../ports.js';
import { jsonType, refused, Refused, resultType, send, sendRefusal } from './answer.js';
import { operationOf, parametersOf } from './asked.js';
import { readJsonBody } from './body.js';
import { correlationIdOf, traceparentOf } from './client.js';
import { formatError } from './errors.js';
import { challenge, type Gatekeeper } from './gatekeeper.js';
import { countRequest, type Kind } from './metrics.js';
import { apolloRequest, type PipelineContext, type RequestState } from './pipeline.js';
import { answerPlainly, plainAnswerType } from './short-way.js';

/** What answering GraphQL over HTTP takes. */
export interface GraphQLParts {
  readonly apollo: ApolloServer<PipelineContext>;
  readonly admit: Admit;
  readonly executor: Executor;
  /** From a request's arrival to its answer. */
  readonly deadlineMs: number;
  readonly gatekeeper: Gatekeeper;
  readonly live: Pick<LiveTransports, 'handleSse'>;
  readonly log: Logger;
}

/** What is known of a request when it has ended. */
interface Trail {
  readonly correlationId: string;
  readonly startedAt: number;
  actor: Actor | undefined;
  kind: Kind;
  operationName: string | undefined;
  codes: readonly string[];
  isStream: boolean;
  isRefused: boolean;
}

/** Answers GraphQL over HTTP: POST, GET, and SSE by the live transports. */
export class GraphQLHandler {
  #inHand = 0;

  constructor(readonly parts: GraphQLParts) {}

  /** Requests that are not answered yet. */
  get inHand(): number {
    return this.#inHand;
  }

  async handle(request: IncomingMessage, response: ServerResponse, search: string): Promise<void> {
    const trail: Trail = {
      correlationId: correlationIdOf(request),
      startedAt: performance.now(),
      actor: undefined,
      kind: 'none',
      operationName: undefined,
      codes: [],
      isStream: false,
      isRefused: false,
    };
    response.setHeader('x-correlation-id', trail.correlationId);
    this.#inHand += 1;
    try {
      await this.#answer(request, response, search, trail);
    } catch (error) {
      this.#fail(request, response, error, trail);
    } finally {
      this.#inHand -= 1;
    }
    this.#record(response, trail);
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    search: string,
    trail: Trail,
  ): Promise<void> {
    const { gatekeeper } = this.parts;
    gatekeeper.shed(this.#inHand);
    if (search.length > httpLimits.searchLength)
      throw refused(414, 'BAD_REQUEST', 'The query string is too long.');
    const body = request.method === 'POST' ? await readJsonBody(request) : undefined;
    const actor = await gatekeeper.letIn(request);
    trail.actor = actor;
    if (request.headers.accept?.includes('text/event-stream') === true) {
      trail.isStream = true;
      const asked = request.method === 'GET' ? parametersOf(search) : body;
      await this.parts.live.handleSse(request, response, asked);
      return;
    }
    const asked = operationOf(search, body);
    const admission = asked && this.parts.admit(asked, actor);
    if (admission?.ok === false) throw refusedBy(admission, request.headers.accept);
    if (admission) {
      trail.kind = admission.operation.kind;
      trail.operationName = admission.operation.operationName;
      if (trail.kind === 'subscription') throw subscriptionRefused();
    }
    const traceparent = traceparentOf(request);
    const state: RequestState = {
      admitted: admission,
      request: {
        actor,
        correlationId: trail.correlationId,
        deadline: Date.now() + this.parts.deadlineMs,
        ...(traceparent === undefined ? {} : { traceparent }),
      },
      codes: [],
    };
    const plainType = admission && plainAnswerType(request, body);
    if (admission && plainType !== undefined) {
      await answerPlainly(this.parts.executor, admission, state, response, plainType);
    } else {
      await this.#run(apolloRequest(request, search, body), response, state);
    }
    trail.codes = state.codes;
  }

  async #run(
    request: HTTPGraphQLRequest,
    response: ServerResponse,
    state: RequestState,
  ): Promise<void> {
    const answer = await this.parts.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: request,
      context: () => Promise.resolve({ state }),
    });
    if (answer.body.kind !== 'complete') throw new Error('Answers in parts are not supported');
    const status = answer.status ?? 200;
    let text = answer.body.string;
    // Apollo Server's own refusals know nothing of correlation ids.
    if (status >= 400 && state.codes.length === 0) text = withCorrelationId(text, state);
    const { headers } = answer;
    const type = headers.get('content-type') ?? jsonType;
    const allow = headers.get('allow');
    send(response, status, type, text, {
      'cache-control': 'no-store',
      ...(allow === undefined ? {} : { allow }),
    });
  }

  #fail(request: IncomingMessage, response: ServerResponse, error: unknown, trail: Trail): void {
    const { log } = this.parts;
    if (!(error instanceof Refused)) {
      log.error({ err: error, correlationId: trail.correlationId }, 'a request failed');
    }
    const refusal =
      error instanceof Refused
        ? error
        : refused(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
    trail.isRefused = true;
    trail.codes = refusal.errors.map(({ extensions }) => String(extensions['code']));
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // A body that was not read would be taken for the next request on this connection.
    if (!request.complete) response.setHeader('connection', 'close');
    sendRefusal(response, refusal, request.headers.accept, trail.correlationId);
  }

  #record(response: ServerResponse, trail: Trail): void {
    // Streams are counted by the live transports.
    if (trail.isStream) return;
    const ms = performance.now() - trail.startedAt;
    const { codes, correlationId, kind, operationName: operation, actor } = trail;
    const status = response.statusCode;
    const failed = codes.length > 0 ? 'errors' : 'ok';
    countRequest(kind, trail.isRefused || status >= 400 ? 'refused' : failed, ms / 1000);
    this.parts.log.info(
      { correlationId, kind, operation, actor: actor?.id, status, ms: Math.round(ms), codes },
      'request',
    );
  }
}

/**
 * A request that is well-formed but asks for what cannot be done is 400 in the media type of GraphQL, and 200
 * in plain JSON, as the GraphQL over HTTP specification has it: older clients look at `errors` only then.
 */
function refusedBy(
  { status, errors }: Extract<Admission, { ok: false }>,
  accept: string | undefined,
): Refused {
  const shown = status === 400 && resultType(accept) === jsonType ? 200 : status;
  return new Refused(shown, errors, status === 401 ? challenge : {});
}

const subscriptionRefused = (): Refused =>
  refused(
    406,
    'BAD_REQUEST',
    'Subscriptions are served over WebSocket (graphql-transport-ws) or with accept: text/event-stream.',
  );

/** Adds the correlation id to a refusal that Apollo Server has written, and notes its codes. */
function withCorrelationId(text: string, state: RequestState): string {
  const { errors = [] } = JSON.parse(text) as { errors?: GraphQLFormattedError[] };
  const { correlationId } = state.request;
  const formatted = errors.map((error) => formatError(error, correlationId));
  state.codes = formatted.map(({ extensions }) => String(extensions?.['code']));
  return JSON.stringify({ errors: formatted });
}
