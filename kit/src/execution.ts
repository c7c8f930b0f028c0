import {
  createSourceEventStream,
  execute,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { BoundedMap } from './bounded-map.js';
import type { RunningContext } from './context.js';
import { deadlineExceeded, formatErrors } from './graphql/errors.js';
import { livePositionOf } from './graphql/live.js';
import type { RequestContext } from './graphql/request-context.js';
import { limits } from './limits.js';
import { createLogger, type Logger } from './log.js';
import type { SubgraphRequest } from './request.js';

/** One operation for one context. */
export interface ContextCall {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly request: SubgraphRequest;
}

/** What a context answers: plain values as JSON has them, errors masked and with codes. */
export interface ContextResponse {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  /** With subscription events: `{ cursor, position }`. */
  extensions?: Readonly<Record<string, unknown>>;
}

/** The part of a running context that execution needs. */
export type ExecutableContext = Pick<RunningContext, 'name' | 'schema' | 'requestContext'>;

/** A document that passed validation, or why it did not. */
type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** What is kept for a schema: its documents, parsed and validated once. */
const enginesBySchema = new WeakMap<
  GraphQLSchema,
  { readonly documents: BoundedMap<string, Prepared>; readonly log: Logger }
>();

function engineOf(context: ExecutableContext) {
  const kept = enginesBySchema.get(context.schema);
  if (kept !== undefined) return kept;
  const engine = {
    documents: new BoundedMap<string, Prepared>(limits.cachedDocuments),
    log: createLogger(context.name),
  };
  enginesBySchema.set(context.schema, engine);
  return engine;
}

function prepare(context: ExecutableContext, query: string): Prepared {
  const { documents } = engineOf(context);
  const kept = documents.get(query);
  if (kept !== undefined) return kept;
  const prepared = parseAndValidate(context.schema, query);
  documents.set(query, prepared);
  return prepared;
}

function parseAndValidate(schema: GraphQLSchema, query: string): Prepared {
  try {
    const document = parse(query, { noLocation: true });
    const errors = validate(schema, document);
    if (errors.length === 0) return { document };
    return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { errors: [withCode(new GraphQLError(message), 'GRAPHQL_PARSE_FAILED')] };
  }
}

const withCode = (error: GraphQLError, code: string) =>
  new GraphQLError(error.message, { extensions: { ...error.extensions, code } });

/** The context value of one execution: the context's own, with what the house promises it. */
function contextValueOf(
  context: ExecutableContext,
  request: SubgraphRequest,
  signal?: AbortSignal,
): RequestContext {
  return Object.assign(context.requestContext(request), { request, ...(signal && { signal }) });
}

function respond(
  context: ExecutableContext,
  request: SubgraphRequest,
  result: ExecutionResult,
): ContextResponse {
  const { errors } = result;
  const response: ContextResponse = {};
  if (result.data !== undefined) response.data = result.data as Record<string, unknown> | null;
  if (errors !== undefined) response.errors = formatErrors(errors, request, engineOf(context).log);
  return response;
}

/**
 * Runs a query or mutation in the context. Never rejects: what goes wrong stands in `errors`. When the
 * request's deadline passes first the answer is `DEADLINE_EXCEEDED`; what was begun is then left to its own
 * timeouts, as a mutation cannot be taken back half way.
 */
export async function executeInContext(
  context: ExecutableContext,
  call: ContextCall,
): Promise<ContextResponse> {
  const { request } = call;
  if (request.deadline <= Date.now())
    return respond(context, request, { errors: [deadlineExceeded()] });
  const prepared = prepare(context, call.query);
  if ('errors' in prepared) return respond(context, request, prepared);
  try {
    const running = execute(argumentsOf(context, call, prepared.document));
    const result =
      running instanceof Promise ? await beforeDeadline(running, request.deadline) : running;
    return respond(context, request, result as ExecutionResult);
  } catch (error) {
    return respond(context, request, { errors: [asGraphQLError(error)] });
  }
}

function argumentsOf(
  context: ExecutableContext,
  call: ContextCall,
  document: DocumentNode,
  signal?: AbortSignal,
): ExecutionArgs {
  return {
    schema: context.schema,
    document,
    contextValue: contextValueOf(context, call.request, signal),
    variableValues: call.variables ?? null,
    operationName: call.operationName ?? null,
  };
}

const asGraphQLError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError(error instanceof Error ? error.message : String(error), {
        originalError: error instanceof Error ? error : new Error(String(error)),
      });

function beforeDeadline<Result>(running: Promise<Result>, deadline: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(deadlineExceeded()), deadline - Date.now());
    void running.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * Runs a subscription in the context: one response an event, each executed with a fresh context value, so
 * that loaders do not remember the state before the event. Errors come as a response with `errors`, after which
 * the iterator finishes. Ends at once when `signal` aborts or the consumer returns, also while it waits.
 */
export function subscribeInContext(
  context: ExecutableContext,
  call: ContextCall,
  signal?: AbortSignal,
): AsyncIterableIterator<ContextResponse> {
  return new Subscription(context, call, signal);
}

const finished: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Not an async generator: while one of those waits for its source, `return()` waits too, and a subscriber who
 * left would be kept until the next event.
 */
class Subscription implements AsyncIterableIterator<ContextResponse> {
  /** Tells the resolvers that the subscription is over. */
  readonly #over = new AbortController();
  /** Ends a `next()` that waits. */
  #leave: () => void = () => undefined;
  #document: DocumentNode | undefined;
  #source: AsyncIterator<unknown> | undefined;

  constructor(
    readonly context: ExecutableContext,
    readonly call: ContextCall,
    signal: AbortSignal | undefined,
  ) {
    if (signal === undefined) return;
    const end = () => void this.return();
    if (signal.aborted) end();
    else {
      signal.addEventListener('abort', end, { once: true });
      this.#over.signal.addEventListener('abort', () => signal.removeEventListener('abort', end));
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ContextResponse, undefined>> {
    if (this.#over.signal.aborted) return Promise.resolve(finished);
    // A race against one promise for the whole subscription would keep every event's outcome alive.
    return new Promise((resolve) => {
      this.#leave = () => resolve(finished);
      void this.#advance().then(resolve);
    });
  }

  /** Ends the subscription; does not wait for the source, which is told by the signal and by `return`. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.#end();
    this.#leave();
    return Promise.resolve(finished);
  }

  #end(): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#source?.return?.().catch(() => undefined);
  }

  async #advance(): Promise<IteratorResult<ContextResponse, undefined>> {
    try {
      if (this.#source === undefined) {
        const refusal = await this.#open();
        if (refusal !== undefined) return this.#last(refusal);
      }
      const event = await this.#source?.next();
      if (event === undefined || event.done === true) {
        this.#end();
        return finished;
      }
      return { done: false, value: await this.#execute(event.value) };
    } catch (error) {
      return this.#last({ errors: [asGraphQLError(error)] });
    }
  }

  /** Opens the source; returns what speaks against it. */
  async #open(): Promise<{ readonly errors: readonly GraphQLError[] } | undefined> {
    const prepared = prepare(this.context, this.call.query);
    if ('errors' in prepared) return prepared;
    this.#document = prepared.document;
    const stream = await createSourceEventStream(
      argumentsOf(this.context, this.call, prepared.document, this.#over.signal),
    );
    if (!(Symbol.asyncIterator in stream)) return { errors: stream.errors ?? [] };
    this.#source = stream[Symbol.asyncIterator]();
    if (this.#over.signal.aborted) await this.#source.return?.();
    return undefined;
  }

  async #execute(event: unknown): Promise<ContextResponse> {
    const request = { ...this.call.request, deadline: Date.now() + limits.defaultDeadlineMs };
    const args = argumentsOf(
      this.context,
      { ...this.call, request },
      this.#document as DocumentNode,
    );
    const running = execute({ ...args, rootValue: event });
    const result =
      running instanceof Promise ? await beforeDeadline(running, request.deadline) : running;
    const response = respond(this.context, request, result as ExecutionResult);
    const at = livePositionOf(event);
    if (at !== undefined) response.extensions = { ...at };
    return response;
  }

  #last(result: ExecutionResult): IteratorResult<ContextResponse, undefined> {
    if (this.#over.signal.aborted) return finished;
    const value = respond(this.context, this.call.request, result);
    this.#end();
    return { done: false, value };
  }
}
