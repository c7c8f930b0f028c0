import {
  ApolloServer,
  HeaderMap,
  type ApolloServerPlugin,
  type GraphQLRequestListener,
  type HTTPGraphQLRequest,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { BoundedMap } from '@voltpark/kit/bounded-map';
import type { Logger } from '@voltpark/kit/log';
import type { SubgraphRequest } from '@voltpark/kit/request';
import { GraphQLError, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import type { IncomingMessage } from 'node:http';
import { JsonText, stringifyResult } from '../execution/index.js';
import { operationLimits, preparationCacheLimits } from '../limits.js';
import type { Admission, Executor } from '../ports.js';
import type { GatewayExecutor, SupergraphGateway } from '../supergraph/gateway.js';
import { runAdmitted } from './run.js';

/** An admitted operation on its way through Apollo Server. */
export interface RequestState {
  /** Undefined when the request has no operation to admit; Apollo Server then says what is wrong with it. */
  readonly admitted: Extract<Admission, { ok: true }> | undefined;
  readonly request: SubgraphRequest;
  /** Codes of the errors in the answer, for log and metrics. */
  codes: readonly string[];
}

/** What Apollo Server carries along. It copies this object, so what is noted goes into the one within. */
export interface PipelineContext {
  readonly state: RequestState;
}

/** Documents that are prepared already, by the hash that Apollo Server computes of their text. */
class PreparedDocuments {
  readonly #documents = new BoundedMap<string, DocumentNode>(preparationCacheLimits.entries);

  offer(hash: string, document: DocumentNode): void {
    if (!this.#documents.get(hash)) this.#documents.set(hash, document);
  }

  /** @param key a prefix for the schema and the hash, which is all that counts: the document is the same */
  get(key: string): Promise<DocumentNode | undefined> {
    return Promise.resolve(this.#documents.get(key.slice(-hashLength)));
  }

  /** What Apollo Server parsed itself was not validated: it is not kept. */
  set(): Promise<void> {
    return Promise.resolve();
  }

  delete(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

/** SHA-256 in hexadecimal. */
const hashLength = 64;

/** Hands the prepared document over, so that Apollo Server neither parses nor validates it again. */
function preparedDocuments(documents: PreparedDocuments): ApolloServerPlugin<PipelineContext> {
  const listener: GraphQLRequestListener<PipelineContext> = {
    didResolveSource({ contextValue, queryHash }) {
      const { admitted } = contextValue.state;
      if (admitted) documents.offer(queryHash, admitted.operation.document);
      return Promise.resolve();
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}

/**
 * Apollo Server as the HTTP side of GraphQL: methods, media types, CSRF prevention, the shape of requests and
 * answers. Parsing, validation and execution are done already or ours.
 */
export function createPipeline(
  gateway: SupergraphGateway,
  log: Logger,
): ApolloServer<PipelineContext> {
  const documents = new PreparedDocuments();
  return new ApolloServer<PipelineContext>({
    gateway,
    documentStore: documents,
    // Every operation was validated when it was prepared, with more rules than here.
    dangerouslyDisableValidation: true,
    parseOptions: { maxTokens: operationLimits.tokens },
    stringifyResult,
    formatError: (formatted) => formatted,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    introspection: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    logger: {
      debug: (message) => log.trace(String(message)),
      info: (message) => log.debug(String(message)),
      warn: (message) => log.warn(String(message)),
      error: (message) => log.error(String(message)),
    },
    plugins: [
      preparedDocuments(documents),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

/** Apollo Server's call for execution, handed to our executor. */
export function executorFor(executor: Executor): GatewayExecutor {
  return async ({ context }) => {
    const { state } = context as PipelineContext;
    if (!state.admitted) throw new Error('An operation was to run that nobody admitted');
    const { dataJson, errors, status } = await runAdmitted(executor, state.admitted, state);
    return {
      ...(dataJson !== undefined && { data: new JsonText(dataJson) }),
      ...(errors.length > 0 && { errors: errors.map((error) => asGraphQLError(error, status)) }),
    };
  };
}

/** Apollo Server takes errors of this class only, and an HTTP status along with them. */
function asGraphQLError(error: GraphQLFormattedError, status: number): GraphQLError {
  const { message, path, extensions } = error;
  return new GraphQLError(message, {
    path: path ?? null,
    extensions: { ...extensions, ...(status !== 200 && { http: { status } }) },
  });
}

const passedHeaders = [
  'accept',
  'content-type',
  'apollo-require-preflight',
  'x-apollo-operation-name',
] as const;

/** The request as Apollo Server has it, with the few headers that it looks at. */
export function apolloRequest(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  search: string,
  body: unknown,
): HTTPGraphQLRequest {
  const passed = new HeaderMap();
  for (const name of passedHeaders) {
    const value = headers[name];
    if (typeof value === 'string') passed.set(name, value);
  }
  return { method: method ?? '', search, headers: passed, body };
}
