import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface RawSocketOptions {
  readonly headers?: Record<string, string>;
  readonly protocols?: string[];
  /** As every client does by default. */
  readonly answersPings?: boolean;
}

/** A WebSocket that speaks message by message, for what a well-behaved client never does. */
export class RawSocket {
  readonly messages: Record<string, unknown>[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #closed: Promise<{ code: number; reason: string }>;

  private constructor(readonly ws: WebSocket) {
    ws.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as Record<string, unknown>);
      for (const look of [...this.#watchers]) look();
    });
    ws.on('error', () => undefined);
    this.#closed = new Promise((resolve) => {
      ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static async open(url: string, options: RawSocketOptions = {}): Promise<RawSocket> {
    const ws = new WebSocket(url, options.protocols ?? ['graphql-transport-ws'], {
      headers: options.headers ?? {},
      autoPong: options.answersPings ?? true,
    });
    const socket = new RawSocket(ws);
    await once(ws, 'open');
    return socket;
  }

  /** Opens and initialises. */
  static async ready(url: string, payload?: Record<string, unknown>): Promise<RawSocket> {
    const socket = await RawSocket.open(url);
    socket.send({ type: 'connection_init', ...(payload && { payload }) });
    await socket.until('connection_ack');
    return socket;
  }

  send(message: unknown): void {
    this.ws.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: Record<string, unknown>): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** Resolves with the first message of that type (and id), now or later. */
  async until(type: string, id?: string): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.messages.find(
        (message) => message['type'] === type && (id === undefined || message['id'] === id),
      );
      if (found) return found;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#watchers.delete(look);
          resolve();
        };
        this.#watchers.add(look);
      });
    }
  }

  closed(): Promise<{ code: number; reason: string }> {
    return this.#closed;
  }

  close(): void {
    this.ws.terminate();
  }
}
