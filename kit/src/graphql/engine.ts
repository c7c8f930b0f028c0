import {
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { BoundedMap } from '../bounded-map.js';
import type { RunningContext } from '../context.js';
import { limits } from '../limits.js';
import { createLogger, type Logger } from '../log.js';
import type { SubgraphRequest } from '../request.js';
import { deadlineExceeded, formatErrors } from './errors.js';
import type { RequestContext } from './request-context.js';

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

/** Parses and validates a document once. */
export function prepare(context: ExecutableContext, query: string): Prepared {
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

/** A result as it may leave the subgraph. */
export function respond(
  context: ExecutableContext,
  request: SubgraphRequest,
  result: ExecutionResult,
): ContextResponse {
  const { errors } = result;
  const response: ContextResponse = {};
  if (result.data !== undefined) response.data = result.data;
  if (errors !== undefined) response.errors = formatErrors(errors, request, engineOf(context).log);
  return response;
}

/** Arguments of graphql-js for one execution, with a context value of its own. */
export function argumentsOf(
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

/** Whatever was thrown, as what graphql-js reports. */
export const asGraphQLError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError(error instanceof Error ? error.message : String(error), {
        originalError: error instanceof Error ? error : new Error(String(error)),
      });

/** The outcome, or `DEADLINE_EXCEEDED` when it comes too late. */
export function beforeDeadline<Result>(
  running: Promise<Result>,
  deadline: number,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(deadlineExceeded()), deadline - Date.now());
    void running.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
