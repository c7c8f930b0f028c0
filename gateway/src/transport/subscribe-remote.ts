import { anonymous, type Actor } from '@voltpark/contracts';
import type { GraphQLFormattedError } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import {
  SubgraphUnavailable,
  type SubgraphCall,
  type SubgraphResponse,
  type SubgraphTransport,
} from '../ports.js';
import { EventQueue } from './event-queue.js';

/** Limits of the gateway's own subscriptions to subgraphs. */
export const upstreamLimits = {
  /** Events of one subscription that wait to be read; beyond, it is broken off and taken up again. */
  waitingEvents: 10_000,
  /** A subgraph that says nothing for so long, after a ping, is gone. */
  pingEveryMs: 12_000,
  pongTimeoutMs: 5_000,
  /** For the subgraph to acknowledge the connection. */
  acknowledgementMs: 5_000,
  /** A socket without subscriptions is closed after this. */
  idleSocketMs: 1_000,
} as const;

/** How subgraphs are reached. */
export interface RemoteOptions {
  /** A subgraph's GraphQL endpoint over HTTP; may change with the supergraph. */
  urlOf(service: string): string | undefined;
  /** A token that tells a subgraph for whom the gateway asks. */
  signActor(actor: Actor): string | Promise<string>;
}

/**
 * The subscribe half of the transport over the network: one graphql-ws socket a subgraph, opened with the
 * first subscription and closed after the last, on which each subscription says for whom it is. It does not
 * reconnect by itself: who subscribed knows behind which cursor to go on.
 */
export function createRemoteSubscriber(
  options: RemoteOptions,
): Pick<SubgraphTransport, 'subscribe' | 'close'> {
  const clients = new Map<string, Client>();

  const clientOf = (service: string): Client => {
    const url = options.urlOf(service);
    if (url === undefined) throw new SubgraphUnavailable(service, 'UNREACHABLE');
    const known = clients.get(url);
    if (known) return known;
    const made = connect(url.replace(/^http/, 'ws'), options);
    clients.set(url, made);
    return made;
  };

  return {
    subscribe(service, call, signal) {
      return subscribe(clientOf(service), service, call, signal, options);
    },
    async close() {
      await Promise.all([...clients.values()].map(async (client) => client.dispose()));
      clients.clear();
    },
  };
}

function connect(url: string, options: RemoteOptions): Client {
  let pongTimeout: NodeJS.Timeout | undefined;
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    lazy: true,
    lazyCloseTimeout: upstreamLimits.idleSocketMs,
    retryAttempts: 0,
    keepAlive: upstreamLimits.pingEveryMs,
    connectionAckWaitTimeout: upstreamLimits.acknowledgementMs,
    connectionParams: async () => ({ actor: await options.signActor(anonymous) }),
    on: {
      ping: (isReceived) => {
        if (isReceived) return;
        pongTimeout = setTimeout(() => client.terminate(), upstreamLimits.pongTimeoutMs);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimeout);
      },
      closed: () => clearTimeout(pongTimeout),
    },
    // Every subscription hears of it itself.
    onNonLazyError: () => undefined,
  });
  return client;
}

function subscribe(
  client: Client,
  service: string,
  call: SubgraphCall,
  signal: AbortSignal,
  options: RemoteOptions,
): AsyncIterableIterator<SubgraphResponse, undefined> {
  let unsubscribe = (): void => undefined;
  let isOver = false;
  const leave = (): void => {
    isOver = true;
    signal.removeEventListener('abort', abort);
    unsubscribe();
  };
  const queue = new EventQueue<SubgraphResponse>(upstreamLimits.waitingEvents, leave);
  const abort = (): void => void queue.return();
  const lost = (cause: unknown): void => {
    signal.removeEventListener('abort', abort);
    queue.break(new SubgraphUnavailable(service, 'UNREACHABLE', { cause }));
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();

  const begin = async (): Promise<void> => {
    const actor = await options.signActor(call.request.actor);
    if (isOver) return;
    unsubscribe = client.subscribe(
      {
        query: call.query,
        operationName: call.operationName ?? null,
        variables: { ...call.variables },
        extensions: { actor, ...tracingOf(call) },
      },
      {
        next: (response) => {
          if (queue.push(response as SubgraphResponse) || isOver) return;
          lost(new Error('Too many events wait to be read.'));
          unsubscribe();
        },
        error: (error) => {
          if (!isErrorList(error)) return lost(error);
          queue.push({ errors: error });
          queue.finish();
        },
        complete: () => {
          signal.removeEventListener('abort', abort);
          queue.finish();
        },
      },
    );
    if (isOver) unsubscribe();
  };
  begin().catch(lost);
  return queue;
}

function tracingOf({ request }: SubgraphCall): Record<string, string> {
  const { correlationId, traceparent } = request;
  return { correlationId, ...(traceparent !== undefined && { traceparent }) };
}

/** A refusal, as opposed to a socket that closed. */
function isErrorList(error: unknown): error is readonly GraphQLFormattedError[] {
  return Array.isArray(error);
}
