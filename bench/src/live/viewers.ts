import { openSocket } from './socket.js';

/** What is asked of the process of viewers. */
export type ViewersOrder =
  | {
      readonly do: 'CONNECT';
      readonly url: string;
      readonly viewers: number;
      /** Payload of each viewer's `subscribe`; null to only listen. */
      readonly operation: { readonly query: string; readonly variables: object } | null;
    }
  | {
      /** Report as soon as everybody has seen this version, at the latest after so long. */
      readonly do: 'AWAIT';
      readonly version: number;
      readonly patienceMs: number;
    };

/** What they have seen. */
export interface ViewersReport {
  readonly delivered: number;
  readonly bytes: number;
  /** Versions that somebody missed, saw twice or saw out of order, frames that differ, sockets that closed. */
  readonly faults: readonly string[];
  /** Viewers that have seen the last version. */
  readonly complete: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** From the first viewer who sees a version to the others. */
  readonly spreadP50Ms: number;
  readonly spreadP99Ms: number;
  /** Texts of the `next` messages of one viewer, by version. */
  readonly texts: readonly string[];
}

const versionKey = Buffer.from('"version":');
const payloadKey = Buffer.from('"payload":');
const slowestMs = 60_000;

interface Seen {
  readonly payload: Buffer;
  /** When it happened. */
  readonly at: number;
  /** When the first viewer saw it. */
  readonly firstAt: number;
}

/** How often how many milliseconds. */
class Histogram {
  readonly #counts = new Uint32Array(slowestMs + 1);
  #total = 0;

  add(ms: number): void {
    const bucket = Math.min(Math.max(Math.round(ms), 0), slowestMs);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
  }

  percentile(share: number): number {
    let counted = 0;
    for (const [ms, count] of this.#counts.entries()) {
      counted += count;
      if (counted > 0 && counted >= share * this.#total) return ms;
    }
    return NaN;
  }
}

/** A thousand and more viewers of one facility, who check that they all see the same, and everything. */
export class Viewers {
  readonly #last: number[] = [];
  readonly #ready: (() => void)[] = [];
  readonly #seen = new Map<number, Seen>();
  readonly #texts: string[] = [];
  readonly #faults: string[] = [];
  readonly #latencies = new Histogram();
  readonly #spreads = new Histogram();
  #delivered = 0;
  #bytes = 0;
  #target = Infinity;
  #complete = 0;
  #completed: () => void = () => undefined;

  /** Resolves with the version of the snapshot when everybody has one; at once when they only listen. */
  async connect(order: Extract<ViewersOrder, { do: 'CONNECT' }>): Promise<number> {
    const snapshots: Promise<void>[] = [];
    for (let index = 0; index < order.viewers; index += 1) {
      const snapshot = new Promise<void>((resolve) => {
        this.#ready[index] = resolve;
      });
      snapshots.push(snapshot);
      await this.#open(index, order);
    }
    await Promise.all(snapshots);
    return Math.max(...this.#last);
  }

  async #open(
    index: number,
    { url, operation }: Extract<ViewersOrder, { do: 'CONNECT' }>,
  ): Promise<void> {
    this.#last[index] = 0;
    const socket = await openSocket(url, addressOf(index), {
      text: (payload) => {
        if (payload.includes('"type":"connection_ack"')) {
          const id = `viewer-${String(index).padStart(6, '0')}-of-slot-availability`;
          socket.send(JSON.stringify({ id, type: 'subscribe', payload: operation }));
          return;
        }
        this.#receive(index, payload);
      },
      closed: (code) => this.#faults.push(`viewer ${index} was closed with ${code}`),
    });
    if (operation === null) this.#ready[index]?.();
    else socket.send('{"type":"connection_init"}');
  }

  #receive(index: number, message: Buffer): void {
    const version = numberBehind(message, versionKey);
    const last = this.#last[index] ?? 0;
    if (version === undefined) {
      this.#faults.push(`viewer ${index} got ${message.toString().slice(0, 200)}`);
      return;
    }
    this.#last[index] = version;
    if (last === 0 && message.includes('"SNAPSHOT"')) {
      this.#ready[index]?.();
      return;
    }
    if (last !== 0 && version !== last + 1) {
      this.#faults.push(`viewer ${index} saw version ${version} after ${last}`);
    }
    this.#note(index, version, message);
    if (version === this.#target) this.#complete += 1;
    if (this.#complete === this.#last.length) this.#completed();
  }

  #note(index: number, version: number, message: Buffer): void {
    const payload = message.subarray(message.indexOf(payloadKey));
    const now = Date.now();
    let seen = this.#seen.get(version);
    if (seen === undefined) {
      const [, at = ''] = /"at":"([^"]+)"/.exec(message.toString()) ?? [];
      seen = { payload: Buffer.from(payload), at: Date.parse(at), firstAt: now };
      this.#seen.set(version, seen);
    }
    if (!seen.payload.equals(payload)) this.#faults.push(`version ${version} differs for ${index}`);
    if (index === 0) this.#texts.push(message.toString());
    this.#delivered += 1;
    this.#bytes += message.length;
    this.#latencies.add(now - seen.at);
    this.#spreads.add(now - seen.firstAt);
  }

  async report({
    version,
    patienceMs,
  }: Extract<ViewersOrder, { do: 'AWAIT' }>): Promise<ViewersReport> {
    this.#target = version;
    this.#complete = this.#last.filter((last) => last >= version).length;
    if (this.#complete < this.#last.length) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs);
        this.#completed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return {
      delivered: this.#delivered,
      bytes: this.#bytes,
      faults: this.#faults.slice(0, 10),
      complete: this.#complete,
      p50Ms: this.#latencies.percentile(0.5),
      p99Ms: this.#latencies.percentile(0.99),
      maxMs: this.#latencies.percentile(1),
      spreadP50Ms: this.#spreads.percentile(0.5),
      spreadP99Ms: this.#spreads.percentile(0.99),
      texts: this.#texts,
    };
  }
}

/** A hundred viewers an address: 127.0.0.2, 127.0.0.3 …; where there are no such addresses, the usual one. */
function addressOf(index: number): string | undefined {
  return process.platform === 'linux' ? `127.0.0.${2 + Math.floor(index / 100)}` : undefined;
}

function numberBehind(message: Buffer, key: Buffer): number | undefined {
  const start = message.indexOf(key);
  if (start < 0) return undefined;
  let value = 0;
  for (let index = start + key.length; index < message.length; index += 1) {
    const digit = (message[index] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}
