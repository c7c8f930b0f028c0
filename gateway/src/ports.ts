import type { Actor } from '@voltpark/contracts';
import type { Logger } from '@voltpark/kit/log';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type { DocumentNode, GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Registry } from 'prom-client';

/** One operation sent to one subgraph. */
export interface SubgraphCall {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The operation's text; the same string object for the same plan node, so that transports can cache by it. */
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** JSON text of the variable `representations` (an array), in addition to `variables`. */
  readonly representationsJson?: string;
  readonly request: SubgraphRequest;
}

/** What a subgraph answers, as GraphQL has it. `extensions.cursor`/`position` accompany subscription events. */
export interface SubgraphResponse {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** How the gateway reaches subgraphs: over HTTP and WebSocket, or within the process. */
export interface SubgraphTransport {
  /** One request, one answer. Rejects with `SubgraphUnavailable` when there is none in time. */
  execute(service: string, call: SubgraphCall): Promise<SubgraphResponse>;
  /** Events until `signal` ends it, the subgraph completes (iterator finishes) or the line breaks (it throws). */
  subscribe(
    service: string,
    call: SubgraphCall,
    signal: AbortSignal,
  ): AsyncIterable<SubgraphResponse>;
  close(): Promise<void>;
}

/** The line to a subgraph is down, too slow, or closed by its circuit breaker. */
export class SubgraphUnavailable extends Error {
  constructor(
    readonly service: string,
    readonly reason: 'UNREACHABLE' | 'TIMEOUT' | 'OPEN_CIRCUIT' | 'BULKHEAD_FULL' | 'BAD_RESPONSE',
    options?: ErrorOptions,
  ) {
    super(`The subgraph "${service}" did not answer: ${reason}`, options);
    this.name = 'SubgraphUnavailable';
  }
}

/** What one needs to be to run an operation, collected from `@authenticated` and `@requiresScopes`. */
export interface AccessRequirement {
  /** True when nothing in the operation asks for an identity: it is then run as anonymous, whoever asks. */
  readonly isPublic: boolean;
  /** Every one of these must be met; each is a list of alternatives, each alternative a list of scopes. */
  readonly scopes: readonly (readonly (readonly string[])[])[];
}

/** A composed schema in force. A reload makes a new one; what runs on the old one may finish on it. */
export interface ActiveSupergraph {
  /** Changes with every reload. */
  readonly version: string;
  /** As composed, with its `for: SECURITY` features. */
  readonly supergraphSdl: string;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Subgraph names. */
  readonly services: readonly string[];
}

/** A client's operation after parsing, validation and every limit that needs no variables. Cached by its text. */
export interface PreparedOperation {
  /** Identifies document, operation and supergraph version. */
  readonly key: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly access: AccessRequirement;
  readonly supergraph: ActiveSupergraph;
}

/** A result whose data has been written as JSON text once. */
export interface SerialisedResult {
  /** JSON text of `data`, `null` included; undefined when execution did not begin. */
  readonly dataJson: string | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** The one executor: queries, mutations, and what follows a subscription event. */
export interface Executor {
  execute(
    operation: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
    request: SubgraphRequest,
  ): Promise<SerialisedResult>;
  /** Which subgraph operation yields the events, with what variables. */
  subscriptionSource(
    operation: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ): { readonly service: string; readonly call: Omit<SubgraphCall, 'request'> };
  /** Runs the rest of a subscription's plan over one event of its source. */
  executeEvent(
    operation: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
    event: SubgraphResponse,
    request: SubgraphRequest,
  ): Promise<SerialisedResult>;
}

/** What a client asks for, over whichever transport. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Whether an operation may run for an actor, and with which variables. */
export type Admission =
  | {
      readonly ok: true;
      readonly operation: PreparedOperation;
      /** Coerced by the API schema: defaults filled in, `ID` as strings. */
      readonly variables: Readonly<Record<string, unknown>>;
    }
  | {
      readonly ok: false;
      /** Each with `extensions.code`. */
      readonly errors: readonly GraphQLError[];
      /** The HTTP status that says the same: 400, 401 or 403. */
      readonly status: number;
    };

/**
 * The one way in for every operation, over HTTP, WebSocket and SSE alike: parse, limits, validation (cached
 * by text), then variables, cost, page sizes and access for this request. Synchronous and side-effect free.
 */
export type Admit = (request: OperationRequest, actor: Actor) => Admission;

/** What a client shows to say who it is: the values of its headers, or of its `connection_init` payload. */
export interface Credentials {
  /** `Bearer <token>`. */
  readonly authorization?: string | undefined;
  /** The secret of an API key, `vp_…`. */
  readonly apiKey?: string | undefined;
}

/** Who a client is, and until when that may be believed. */
export interface Identity {
  readonly actor: Actor;
  /** Epoch milliseconds; null for the anonymous, who never expire. */
  readonly expiresAt: number | null;
}

/**
 * Finds out who a client is. No credentials at all is anonymous; credentials that are malformed, expired,
 * revoked or not ours throw a GraphQLError with code UNAUTHENTICATED.
 */
export type Authenticate = (credentials: Credentials) => Promise<Identity>;

/** Makes any error fit for a client: masked, with a code and the correlation id. */
export type FormatError = (error: unknown, correlationId: string) => GraphQLFormattedError;

/** The same measure for clients of WebSockets and event streams as for those of HTTP. */
export interface LiveGate {
  /** Where a client comes from, also behind proxies that are trusted. */
  addressOf(request: IncomingMessage): string;
  /** As {@link Authenticate}; throws also when too many wrong credentials came from the address. */
  identify(credentials: Credentials, address: string): Promise<Identity>;
  /** Takes one operation from the client's rate. False when there is none left. */
  take(actor: Actor, address: string): boolean;
}

/** What the live transports are made of. */
export interface LiveOptions {
  /** Without it nobody is held to a rate. */
  readonly gate?: LiveGate | undefined;
  readonly admit: Admit;
  readonly authenticate: Authenticate;
  readonly formatError: FormatError;
  /** Whether a browser page of this origin may connect; a client without an Origin header always may. */
  readonly allowOrigin: (origin: string | undefined) => boolean;
  readonly executor: Executor;
  readonly transport: SubgraphTransport;
  readonly metrics: Registry;
  readonly log: Logger;
}

/** Subscriptions (and any operation) over graphql-ws and SSE. */
export interface LiveTransports {
  /** Takes over an upgrade of /graphql. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers a request that accepts `text/event-stream`; `body` is the parsed JSON or the query parameters. */
  handleSse(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void>;
  /** A new supergraph is in force. */
  supergraphChanged(supergraph: ActiveSupergraph): void;
  /** Closes every client, staggered, and what stands behind them. */
  drain(): Promise<void>;
}
