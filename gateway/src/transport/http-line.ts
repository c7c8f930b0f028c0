import type { Actor } from '@voltpark/contracts';
import { BoundedMap } from '@voltpark/kit/bounded-map';
import { requestHeaders } from '@voltpark/kit/request-headers';
import { Pool, type Dispatcher } from 'undici';
import { SubgraphUnavailable, type SubgraphCall, type SubgraphResponse } from '../ports.js';
import type { Attempt, Line } from './attempt.js';
import { transportLimits as limits } from './limits.js';

/** Where subgraphs are and how the gateway proves for whom it asks. */
export interface HttpLineOptions {
  /** The subgraph's GraphQL URL. May change between calls. */
  readonly urlOf: (service: string) => string | undefined;
  /** A token for the actor. Called for every request. */
  readonly signActor: (actor: Actor) => string | Promise<string>;
}

interface Target {
  readonly url: string;
  readonly path: string;
  readonly pool: Pool;
}

/** HTTP to subgraphs over pools of kept connections, one pool a subgraph. */
export class HttpLine {
  readonly #options: HttpLineOptions;
  readonly #targets = new Map<string, Target>();
  readonly #operations = new BoundedMap<string, string>(limits.keptOperationTexts);

  constructor(options: HttpLineOptions) {
    this.#options = options;
  }

  /** One try. */
  readonly send: Line = (service, call, attempt) => {
    const target = this.#targetOf(service);
    if (!target) return Promise.reject(new SubgraphUnavailable(service, 'UNREACHABLE'));
    const token = this.#options.signActor(call.request.actor);
    if (typeof token === 'string') return this.#post(target, service, call, attempt, token);
    return token.then((signed) => this.#post(target, service, call, attempt, signed));
  };

  async close(): Promise<void> {
    const targets = [...this.#targets.values()];
    this.#targets.clear();
    await Promise.all(targets.map(({ pool }) => pool.close()));
  }

  #post(
    target: Target,
    service: string,
    call: SubgraphCall,
    attempt: Attempt,
    token: string,
  ): Promise<SubgraphResponse> {
    return new Promise((resolve, reject) => {
      target.pool.dispatch(
        {
          path: target.path,
          method: 'POST',
          headers: headersOf(call, attempt, token),
          body: this.#bodyOf(call),
        },
        new AnswerHandler(service, attempt, resolve, reject),
      );
    });
  }

  #targetOf(service: string): Target | undefined {
    const url = this.#options.urlOf(service);
    const known = this.#targets.get(service);
    if (known?.url === url) return known;
    if (known) void known.pool.close();
    if (url === undefined) {
      this.#targets.delete(service);
      return undefined;
    }
    const { origin, pathname, search } = new URL(url);
    const target = { url, path: pathname + search, pool: createPool(origin) };
    this.#targets.set(service, target);
    return target;
  }

  #bodyOf(call: SubgraphCall): string {
    const { query, operationName, variables, representationsJson } = call;
    let body = this.#operations.get(query);
    if (body === undefined) {
      body = `{"query":${JSON.stringify(query)}`;
      this.#operations.set(query, body);
    }
    if (operationName !== undefined) body += `,"operationName":${JSON.stringify(operationName)}`;
    if (representationsJson === undefined) {
      return variables ? `${body},"variables":${JSON.stringify(variables)}}` : `${body}}`;
    }
    const others = variables ? JSON.stringify(variables).slice(1, -1) : '';
    const comma = others === '' ? '' : ',';
    return `${body},"variables":{${others}${comma}"representations":${representationsJson}}}`;
  }
}

function createPool(origin: string): Pool {
  return new Pool(origin, {
    connections: limits.concurrentRequests,
    // The guard's own timer ends a call that takes too long.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: limits.connectTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxResponseSize: limits.responseBytes,
  });
}

function headersOf({ request }: SubgraphCall, attempt: Attempt, token: string): string[] {
  const headers = [
    'content-type',
    'application/json',
    'accept',
    'application/graphql-response+json, application/json;q=0.9',
    requestHeaders.actor,
    token,
    requestHeaders.correlationId,
    request.correlationId,
    requestHeaders.deadline,
    String(attempt.deadline),
  ];
  if (request.traceparent !== undefined)
    headers.push(requestHeaders.traceparent, request.traceparent);
  return headers;
}

/** Takes one answer from undici's lowest layer: no stream, no body object, one string at the end. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #service: string;
  readonly #attempt: Attempt;
  readonly #resolve: (response: SubgraphResponse) => void;
  readonly #reject: (error: SubgraphUnavailable) => void;
  #status = 0;
  #first: Buffer | undefined;
  #chunks: Buffer[] | undefined;

  constructor(
    service: string,
    attempt: Attempt,
    resolve: (response: SubgraphResponse) => void,
    reject: (error: SubgraphUnavailable) => void,
  ) {
    this.#service = service;
    this.#attempt = attempt;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const cancel = (): void => controller.abort(new SubgraphUnavailable(this.#service, 'TIMEOUT'));
    if (this.#attempt.isOver) cancel();
    else this.#attempt.cancel = cancel;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number): void {
    this.#status = statusCode;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#first === undefined) this.#first = chunk;
    else if (this.#chunks) this.#chunks.push(chunk);
    else this.#chunks = [this.#first, chunk];
  }

  onResponseEnd(): void {
    const text = (this.#chunks ? Buffer.concat(this.#chunks) : this.#first)?.toString('utf8') ?? '';
    const response = parseAnswer(text);
    if (response) this.#resolve(response);
    else if (this.#status >= 502)
      this.#reject(new SubgraphUnavailable(this.#service, 'UNREACHABLE'));
    else this.#reject(new SubgraphUnavailable(this.#service, 'BAD_RESPONSE'));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(
      error instanceof SubgraphUnavailable
        ? error
        : new SubgraphUnavailable(this.#service, 'UNREACHABLE', { cause: error }),
    );
  }
}

/** A GraphQL answer, whatever its status; undefined when the text is none. */
function parseAnswer(text: string): SubgraphResponse | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null) return undefined;
    if ('data' in answer && typeof answer.data === 'object') return answer as SubgraphResponse;
    if ('errors' in answer && Array.isArray(answer.errors)) return answer as SubgraphResponse;
  } catch {
    // Some proxy's page, or half an answer.
  }
  return undefined;
}
