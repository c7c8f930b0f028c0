import { CloseCode, createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Credentials, Data, GraphQLAnswer } from './client.js';
import { headersOf } from './client.js';

/** What a server closes a connection with of which it was not said in time whose it is. */
const lateToInitialise: number = CloseCode.ConnectionInitialisationTimeout;

/** How long a story waits for a frame. */
const patienceMs = 30_000;

/** One live subscription as a client has it: every frame in order, and a way to wait for one. */
export interface Live {
  /** All frames so far. */
  readonly frames: readonly GraphQLAnswer<Data>[];
  /**
   * Resolves with the first frame, seen already or yet to come, whose data fits; rejects when the stream ends first.
   * @param laterMs how much longer than usual it may take, where something has to pass first
   */
  until(fits: (data: Data) => boolean, laterMs?: number): Promise<Data>;
  /** Ends the subscription and its connection. */
  close(): Promise<void>;
}

/** Subscribes over graphql-ws, with the reference client. */
export function subscribe(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  credentials: Credentials = {},
): Live {
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    // A machine that stops for a moment may be late to say who it is; nothing was told by then.
    retryAttempts: 3,
    shouldRetry: (why) => (why as { code?: number }).code === lateToInitialise,
    connectionParams: headersOf(credentials),
  });
  return follow(client, query, variables);
}

function follow(client: Client, query: string, variables: Record<string, unknown>): Live {
  const frames: GraphQLAnswer<Data>[] = [];
  const waiting = new Set<() => void>();
  let ended: Error | undefined;
  const wake = () => {
    for (const look of waiting) look();
  };
  const end = (why: unknown) => {
    ended ??= why instanceof Error ? why : new Error(`The stream ended: ${JSON.stringify(why)}`);
    wake();
  };
  client.subscribe<Data>(
    { query, variables },
    {
      next(frame) {
        frames.push(frame as GraphQLAnswer<Data>);
        wake();
      },
      error: end,
      complete: () => end('complete'),
    },
  );
  return {
    frames,
    until: (fits, laterMs = 0) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = frames.find((frame) => frame.data != null && fits(frame.data));
          if (found?.data == null && ended === undefined) return;
          waiting.delete(look);
          clearTimeout(patience);
          if (found?.data != null) resolve(found.data);
          else reject(new Error(`${ended?.message}\nframes: ${JSON.stringify(frames)}`));
        };
        // A story that waits in vain tells what it saw instead.
        const patience = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`It never came. Last frames: ${JSON.stringify(frames.slice(-3))}`));
        }, patienceMs + laterMs);
        waiting.add(look);
        look();
      }),
    async close() {
      await client.dispose();
    },
  };
}
