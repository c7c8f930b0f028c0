import { newId } from '@voltpark/kit/ids';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Admission, Identity, OperationRequest } from '../../ports.js';
import { credentialsOf } from '../credentials.js';
import { resultJson } from '../frame.js';
import { addressOf, failure, identify, type LiveHouse } from '../house.js';
import { mutationByGet, tokenExpired } from '../notices.js';
import { isObject, readOperationRequest } from '../operation-request.js';
import { afterDelay } from '../timer.js';
import { EventStream } from './stream.js';

/** Answers operations as event streams. */
export class SseTransport {
  readonly #streams = new Set<EventStream>();
  #isDraining = false;

  constructor(private readonly house: LiveHouse) {}

  /** Answers one operation; resolves when the stream has begun or was refused. */
  async handle(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
    const { options, slots } = this.house;
    const correlationId = newId();
    const refuse = (status: number, message: string, code: string): void => {
      sendRefusal(response, status, message, code, correlationId);
    };
    if (this.#isDraining) return refuse(503, 'The gateway is stopping.', 'SERVICE_UNAVAILABLE');
    if (!options.allowOrigin(request.headers.origin)) {
      return refuse(403, 'This origin may not connect.', 'FORBIDDEN');
    }
    const operation = readOperationRequest(withParsedVariables(body));
    if (operation === undefined) {
      return refuse(400, 'The request is not a GraphQL request.', 'BAD_REQUEST');
    }
    const address = addressOf(this.house, request);
    let identity: Identity;
    try {
      identity = await identify(this.house, credentialsOf(request.headers), address);
    } catch (error) {
      const { message } = options.formatError(error, correlationId);
      return refuse(401, message, 'UNAUTHENTICATED');
    }
    if (response.destroyed) return;
    const giveBack = slots.take(identity.actor, address);
    if (giveBack === undefined) {
      return refuse(429, 'Too many connections of this user.', 'TOO_MANY_CONNECTIONS');
    }
    response.once('close', giveBack);
    this.#begin(request, response, operation, identity, correlationId);
  }

  #begin(
    request: IncomingMessage,
    response: ServerResponse,
    operation: OperationRequest,
    { actor, expiresAt }: Identity,
    correlationId: string,
  ): void {
    const { options, groups, metrics } = this.house;
    const stream = new EventStream(response, this.house);
    this.#streams.add(stream);
    response.once('close', () => this.#streams.delete(stream));
    if (expiresAt !== null) {
      const callOff = afterDelay(expiresAt - Date.now(), () => {
        metrics.cut('TOKEN_EXPIRED');
        stream.fail([tokenExpired]);
      });
      response.once('close', callOff);
    }
    try {
      const admission = options.admit(operation, actor);
      if (!admission.ok) {
        stream.fail(admission.errors.map((error) => options.formatError(error, correlationId)));
      } else if (admission.operation.kind === 'subscription') {
        const lastEventId = request.headers['last-event-id'];
        const after =
          typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined;
        stream.joined(groups.join({ admission, request: operation, actor, after }, stream));
      } else if (request.method === 'GET' && admission.operation.kind === 'mutation') {
        stream.fail([mutationByGet]);
      } else {
        void this.#execute(admission, stream, actor, correlationId);
      }
    } catch (error) {
      stream.fail([failure(this.house, error, correlationId)]);
    }
  }

  async #execute(
    { operation, variables }: Extract<Admission, { ok: true }>,
    stream: EventStream,
    actor: Identity['actor'],
    correlationId: string,
  ): Promise<void> {
    const { options, limits } = this.house;
    const deadline = Date.now() + limits.operationDeadlineMs;
    try {
      const request = { actor, correlationId, deadline };
      const result = await options.executor.execute(operation, variables, request);
      const errors = result.errors.map((error) => options.formatError(error, correlationId));
      stream.answer(resultJson(result.dataJson, errors));
    } catch (error) {
      stream.fail([failure(this.house, error, correlationId)]);
    }
  }

  /** Ends every stream, spread over a while; clients come back with `Last-Event-ID`. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    const streams = [...this.#streams];
    const stepMs = this.house.limits.drainSpreadMs / Math.max(streams.length, 1);
    await Promise.all(
      streams.map(
        (stream, index) =>
          new Promise<void>((resolve) => {
            afterDelay(index * stepMs, () => {
              stream.end();
              resolve();
            });
          }),
      ),
    );
  }
}

/** In a query string the variables are JSON text. */
function withParsedVariables(body: unknown): unknown {
  if (!isObject(body) || typeof body['variables'] !== 'string') return body;
  try {
    const variables: unknown = JSON.parse(body['variables']);
    return { query: body['query'], operationName: body['operationName'], variables };
  } catch {
    return undefined;
  }
}

function sendRefusal(
  response: ServerResponse,
  status: number,
  message: string,
  code: string,
  correlationId: string,
): void {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...(status === 429 || status === 503 ? { 'retry-after': '2' } : {}),
  };
  response.writeHead(status, headers);
  response.end(JSON.stringify({ errors: [{ message, extensions: { code, correlationId } }] }));
}
