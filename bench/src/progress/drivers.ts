import { openSocket } from '../live/socket.js';

/** What the process of subscribers is told. */
export type DriversOrder =
  | {
      readonly do: 'CONNECT';
      readonly url: string;
      /** API keys to come with, by turns. */
      readonly apiKeys: readonly string[];
      /** Who is followed, one subscription each. */
      readonly sessionIds: readonly string[];
      readonly query: string;
    }
  | { readonly do: 'BEGIN' }
  | { readonly do: 'REPORT' };

/** What they have seen since they were told to begin. */
export interface DriversReport {
  readonly delivered: number;
  /** Sessions that were heard of. */
  readonly sessions: number;
  readonly faults: readonly string[];
  /** From the instant of the reading that a message shows, when it was sent, to the message. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Subscriptions on one connection, and connections of one key: what the gateway grants. */
const subscriptionsPerSocket = 10;

/** Drivers who look on as their own car charges, each by a subscription of its own. */
export class Drivers {
  readonly #versions = new Map<string, number>();
  #heard = new Set<string>();
  #latencies: number[] = [];
  #faults: string[] = [];
  #snapshots = 0;
  #ready: () => void = () => undefined;

  /** Resolves when each has its snapshot. */
  async connect({ url, apiKeys, sessionIds, query }: Extract<DriversOrder, { do: 'CONNECT' }>) {
    const ready = new Promise<void>((resolve) => {
      this.#ready = () => {
        if (this.#snapshots === sessionIds.length) resolve();
      };
    });
    for (let from = 0; from < sessionIds.length; from += subscriptionsPerSocket) {
      const followed = sessionIds.slice(from, from + subscriptionsPerSocket);
      const apiKey = apiKeys[(from / subscriptionsPerSocket) % apiKeys.length];
      const socket = await openSocket(url, undefined, {
        text: (payload) => {
          const text = payload.toString();
          if (!text.includes('"type":"connection_ack"')) return this.#receive(text);
          for (const sessionId of followed) {
            const operation = { query, variables: { sessionId } };
            socket.send(JSON.stringify({ id: sessionId, type: 'subscribe', payload: operation }));
          }
        },
        closed: (code) => this.#faults.push(`A connection was closed with ${code}.`),
      });
      socket.send(JSON.stringify({ type: 'connection_init', payload: { apiKey } }));
    }
    await ready;
  }

  #receive(text: string): void {
    const [, id = ''] = /"id":"([^"]+)"/.exec(text) ?? [];
    const [, version] = /"version":(\d+)/.exec(text) ?? [];
    const [, measuredAt = ''] = /"measuredAt":"([^"]+)"/.exec(text) ?? [];
    if (version === undefined) {
      this.#faults.push(text.slice(0, 300));
      return;
    }
    const last = this.#versions.get(id);
    this.#versions.set(id, Number(version));
    if (text.includes('"SNAPSHOT"')) {
      this.#snapshots += 1;
      this.#ready();
      return;
    }
    if (last !== undefined && Number(version) !== last + 1) {
      this.#faults.push(`${id} went from version ${last} to ${version}.`);
    }
    this.#heard.add(id);
    this.#latencies.push(Date.now() - Date.parse(measuredAt));
  }

  begin(): void {
    this.#latencies = [];
    this.#heard = new Set();
    this.#faults = [];
  }

  report(): DriversReport {
    const sorted = this.#latencies.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
    return {
      delivered: sorted.length,
      sessions: this.#heard.size,
      faults: this.#faults.slice(0, 10),
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      maxMs: at(1),
    };
  }
}
