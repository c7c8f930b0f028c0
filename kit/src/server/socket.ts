import { GraphQLError, parse, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { ActorTokenError, type ActorVerifier } from '../actor-token.js';
import type { RunningContext } from '../context.js';
import {
  executeInContext,
  subscribeInContext,
  type ContextCall,
  type ContextResponse,
} from '../execution.js';
import { limits } from '../limits.js';
import { subgraphSubscriptions } from '../metrics.js';
import { subgraphRequest } from './subgraph-request.js';

/** Arguments as graphql-ws hands them on, with the call that they stand for. */
interface CallArgs extends ExecutionArgs {
  readonly call: ContextCall;
}

/** What graphql-ws calls a result; ours has errors already formatted, and goes out as it is by `onNext`. */
const asResult = (response: ContextResponse) => response as ExecutionResult;

/**
 * Serves graphql-ws on `/graphql` of an HTTP server. `connection_init` must carry an actor token,
 * `{ actor: "<token>" }`; a subscribe message may bring another one in its `extensions`, with
 * `correlationId` and `traceparent`, as one socket of a gateway carries the subscriptions of many people.
 * Returns what closes every socket, and what cuts those that do not follow.
 */
export function serveSockets(
  server: Server,
  context: RunningContext,
  verifier: ActorVerifier,
): { close(): Promise<void>; cut(): void } {
  const sockets = new WebSocketServer({
    server,
    path: '/graphql',
    maxPayload: limits.subgraphSocketMessageBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const open = subgraphSubscriptions.labels({ context: context.name });
  const served = useServer(
    {
      connectionInitWaitTimeout: limits.socketInitialisationMs,
      async onConnect({ connectionParams }) {
        return (await believed(verifier, connectionParams?.['actor'])) !== undefined;
      },
      async onSubscribe(
        { connectionParams },
        _id,
        { query, operationName, variables, extensions },
      ) {
        const token = extensions?.['actor'] ?? connectionParams?.['actor'];
        const actor = await believed(verifier, token);
        if (actor === undefined) return [refusal('Only gateways may ask here.', 'UNAUTHENTICATED')];
        const request = subgraphRequest(actor, extensions ?? {});
        const call: ContextCall = {
          query,
          request,
          ...(operationName == null ? {} : { operationName }),
          ...(variables == null ? {} : { variables }),
        };
        try {
          const document = parse(query, { noLocation: true });
          const args: CallArgs = { schema: context.schema, document, operationName, call };
          return args;
        } catch (error) {
          return [refusal(error instanceof Error ? error.message : '', 'GRAPHQL_PARSE_FAILED')];
        }
      },
      execute: async (args) => asResult(await executeInContext(context, (args as CallArgs).call)),
      subscribe: (args) =>
        subscribeInContext(context, (args as CallArgs).call) as AsyncIterable<ExecutionResult>,
      onOperation: () => open.inc(),
      onComplete: () => open.dec(),
      // Errors are formatted and masked already.
      onNext: (_socket, _id, _payload, _args, result) => result as ContextResponse,
    },
    sockets,
    limits.socketPingMs,
  );
  return {
    close: async () => served.dispose(),
    cut() {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

async function believed(verifier: ActorVerifier, token: unknown) {
  try {
    return await verifier.verify(typeof token === 'string' ? token : undefined);
  } catch (error) {
    if (error instanceof ActorTokenError) return undefined;
    throw error;
  }
}

const refusal = (message: string, code: string) =>
  new GraphQLError(message, { extensions: { code } });
