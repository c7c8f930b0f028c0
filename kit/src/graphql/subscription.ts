import {
  createSourceEventStream,
  execute,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
} from 'graphql';
import { limits } from '../limits.js';
import {
  argumentsOf,
  asGraphQLError,
  beforeDeadline,
  prepare,
  respond,
  type ContextCall,
  type ContextResponse,
  type ExecutableContext,
} from './engine.js';
import { livePositionOf } from './live.js';

const finished: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * A subscription in force. Not an async generator: while one of those waits for its source, `return()` waits too, and a subscriber who
 * left would be kept until the next event.
 */
export class Subscription implements AsyncIterableIterator<ContextResponse> {
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
    const request = { ...this.call.request, deadline: Date.now() + limits.eventDeadlineMs };
    const args = argumentsOf(
      this.context,
      { ...this.call, request },
      this.#document as DocumentNode,
    );
    const running = execute({ ...args, rootValue: event });
    const result =
      running instanceof Promise ? await beforeDeadline(running, request.deadline) : running;
    const response = respond(this.context, request, result);
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
