import { createClient, type Client, type FormattedExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A payload of `lotChanges`, as viewers of specs select it. */
export interface SeenChange {
  readonly kind: string;
  readonly cursor: string;
  readonly position: number;
  readonly lot: { readonly id: string; readonly name: string | null };
}

export const lotChanges = `subscription ($lotId: ID!, $after: String) {
  lotChanges(lotId: $lotId, after: $after) { kind cursor position lot { id name } }
}`;

/** The graphql-ws library's own client, as an app would use it; it does not reconnect. */
export function connect(url: string, connectionParams?: Record<string, unknown>): Client {
  return createClient({
    url,
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
    ...(connectionParams && { connectionParams }),
  });
}

/** One subscription of a client, and everything it has seen. */
export class Viewer {
  readonly results: FormattedExecutionResult<Record<string, unknown>, unknown>[] = [];
  /** How it ended: `completed`, errors, or a close event. */
  ended: unknown;
  readonly #watchers = new Set<() => void>();
  readonly #unsubscribe: () => void;

  constructor(client: Client, query: string, variables: Record<string, unknown> = {}) {
    this.#unsubscribe = client.subscribe(
      { query, variables },
      {
        next: (result) => {
          this.results.push(result);
          this.#changed();
        },
        error: (error) => {
          this.ended = error;
          this.#changed();
        },
        complete: () => {
          this.ended ??= 'completed';
          this.#changed();
        },
      },
    );
  }

  /** Payloads of `lotChanges`. */
  get changes(): SeenChange[] {
    return this.results.flatMap(({ data }) => {
      const change = data?.['lotChanges'] ?? data?.['myLotChanges'];
      return change ? [change as SeenChange] : [];
    });
  }

  get positions(): number[] {
    return this.changes.map(({ position }) => position);
  }

  /** `SNAPSHOT@3 CHANGE@4 …` */
  get story(): string {
    return this.changes.map(({ kind, position }) => `${kind}@${position}`).join(' ');
  }

  leave(): void {
    this.#unsubscribe();
  }

  async untilSeen(count: number): Promise<void> {
    await this.#until(() => this.results.length >= count);
  }

  async untilPosition(position: number): Promise<void> {
    await this.#until(() => (this.positions.at(-1) ?? -1) >= position);
  }

  async untilEnded(): Promise<unknown> {
    await this.#until(() => this.ended !== undefined);
    return this.ended;
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.ended !== undefined) {
        throw new Error(`The subscription ended early: ${JSON.stringify(this.ended)}`);
      }
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#watchers.delete(look);
          resolve();
        };
        this.#watchers.add(look);
      });
    }
  }

  #changed(): void {
    for (const look of [...this.#watchers]) look();
  }
}
