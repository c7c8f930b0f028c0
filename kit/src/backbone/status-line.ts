import { contextStatusSchema, type ContextStatus } from '@voltpark/contracts';
import type { Logger } from '../log.js';
import type { NatsLine } from './nats-line.js';

/** Plain NATS, outside every stream: who is late by one has the next. */
const subjectOf = (context: string): string => `voltpark.status.${context}`;

/** How contexts tell how they do, and hear of each other, without asking. */
export interface StatusLine {
  /** Whether this process is connected to NATS. */
  readonly isConnected: boolean;
  /** Tells how this context does. Does nothing while NATS is away. */
  tell(status: ContextStatus): void;
  /** Hears every context, this one included, until it is called back; also after NATS was away. */
  hear(heard: (status: ContextStatus) => void): () => void;
}

/** The statuses on a line to NATS. */
export function statusLine(line: NatsLine, log: Logger): StatusLine {
  return {
    get isConnected() {
      return line.current?.connection.isClosed() === false;
    },
    tell(status) {
      const connection = line.current?.connection;
      if (connection === undefined || connection.isClosed()) return;
      connection.publish(subjectOf(status.context), JSON.stringify(status));
    },
    hear(heard) {
      const ending = new AbortController();
      void listen(line, heard, ending.signal).catch((error: unknown) =>
        log.error({ err: error }, 'statuses are heard no longer'),
      );
      return () => ending.abort();
    },
  };
}

async function listen(
  line: NatsLine,
  heard: (status: ContextStatus) => void,
  end: AbortSignal,
): Promise<void> {
  while (!end.aborted) {
    const link = await line.link(end).catch(() => undefined);
    // The line is closed, or nobody listens any more.
    if (link === undefined) return;
    const subscription = link.connection.subscribe(subjectOf('*'), {
      callback: (error, message) => {
        if (error !== null) return;
        const parsed = contextStatusSchema.safeParse(jsonOf(message.string()));
        if (parsed.success) heard(parsed.data);
      },
    });
    await aborted(AbortSignal.any([link.lost, end]));
    subscription.unsubscribe();
  }
}

/** What is no JSON is nothing. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
