import { anonymous, type Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type {
  LiveOptions,
  OperationRequest,
  PreparedOperation,
  SerialisedResult,
  SubgraphCall,
  SubgraphResponse,
} from '../ports.js';
import { afterUseOf, resumableQuery } from './source.js';

/** What everybody in a group has in common. */
export interface GroupIdentity {
  readonly operation: PreparedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The client's own words, to prepare the operation again against another supergraph. */
  readonly request: OperationRequest;
  /** The anonymous, for operations that need no identity. */
  readonly actor: Actor;
}

/** The actor as whom an operation runs: nobody in particular when it needs no identity. */
export function actorFor(operation: PreparedOperation, actor: Actor): Actor {
  return operation.access.isPublic ? anonymous : actor;
}

/** Where a group's events come from, and what becomes of each. */
export class Feed {
  readonly service: string;
  readonly #call: Omit<SubgraphCall, 'request'>;
  /** The variable in which a cursor is passed; undefined when the source takes none. */
  readonly #afterVariable: string | undefined;

  /** @throws what the executor throws when the operation cannot be planned */
  constructor(
    readonly identity: GroupIdentity,
    private readonly options: LiveOptions,
    private readonly eventDeadlineMs: number,
  ) {
    const { operation, variables } = identity;
    const { service, call } = options.executor.subscriptionSource(operation, variables);
    const use = afterUseOf(operation);
    const resumable = use.isResumable ? resumableQuery(call.query, use.type) : undefined;
    this.service = service;
    this.#call = resumable ? { ...call, query: resumable.query } : call;
    this.#afterVariable = resumable?.variable;
  }

  /** Whether the source can be taken up behind a cursor. */
  get isResumable(): boolean {
    return this.#afterVariable !== undefined;
  }

  /** Whether the other feed's events come from the same source. */
  hasSourceOf(other: Feed): boolean {
    return this.service === other.service && this.#call.query === other.#call.query;
  }

  /** The source's events behind a cursor, or from the snapshot on. */
  subscribe(after: string | null, signal: AbortSignal): AsyncIterable<SubgraphResponse> {
    const given = this.#call.variables;
    const variables =
      this.#afterVariable === undefined ? given : { ...given, [this.#afterVariable]: after };
    // Nobody waits for the end of a subscription: it has no deadline.
    const request = this.#requestOf(Number.MAX_SAFE_INTEGER);
    const call = { ...this.#call, ...(variables && { variables }), request };
    return this.options.transport.subscribe(this.service, call, signal);
  }

  /** Runs what follows an event. Does not reject. */
  async execute(event: SubgraphResponse): Promise<SerialisedResult> {
    const { executor, formatError } = this.options;
    const { operation, variables } = this.identity;
    const request = this.#requestOf(Date.now() + this.eventDeadlineMs);
    try {
      const result = await executor.executeEvent(operation, variables, event, request);
      if (result.errors.length === 0) return result;
      const errors = result.errors.map((error) => formatError(error, request.correlationId));
      return { dataJson: result.dataJson ?? 'null', errors };
    } catch (error) {
      return { dataJson: 'null', errors: [formatError(error, request.correlationId)] };
    }
  }

  #requestOf(deadline: number): SubgraphRequest {
    return { actor: this.identity.actor, correlationId: newId(), deadline };
  }
}
