import { jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '../log.js';
import type { BackboneLimits } from './limits.js';
import { natsServers } from './nats-servers.js';
import { heardByMany, pause } from './waiting.js';

/** One connection to NATS while it lasts. */
export interface NatsLink {
  readonly connection: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  /** Aborted when the connection is gone; everyone then waits for the next link and looks at all afresh. */
  readonly lost: AbortSignal;
}

/**
 * The line to NATS: connects when NATS is there, again whenever it was away, without end.
 * A broken connection is never revived by the client library, as that would send what was buffered before
 * anybody could see what the server has lost; a new link is a new start.
 */
export class NatsLine {
  readonly #stop = new AbortController();
  readonly #waiting = new Set<(link: NatsLink) => void>();
  readonly #running: Promise<void>;
  #link: NatsLink | undefined;

  constructor(
    private readonly options: {
      readonly servers: string;
      readonly name: string;
      readonly limits: BackboneLimits;
      readonly log: Logger;
    },
  ) {
    this.#running = this.#run();
  }

  /** The link of now, if there is one. */
  get current(): NatsLink | undefined {
    return this.#link;
  }

  /** The link of now, or the next one. Rejects only when the signal is aborted or the line is closed. */
  link(signal?: AbortSignal): Promise<NatsLink> {
    if (this.#link !== undefined) return Promise.resolve(this.#link);
    const end = AbortSignal.any([this.#stop.signal, ...(signal === undefined ? [] : [signal])]);
    return new Promise((resolve, reject) => {
      const give = (link: NatsLink): void => {
        end.removeEventListener('abort', refuse);
        resolve(link);
      };
      const refuse = (): void => {
        this.#waiting.delete(give);
        reject(new Error('The line to NATS is closed.'));
      };
      if (end.aborted) return refuse();
      this.#waiting.add(give);
      end.addEventListener('abort', refuse, { once: true });
    });
  }

  /** Closes the line for good. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#link?.connection.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { limits, log } = this.options;
    const { signal } = this.#stop;
    let told = false;
    while (!signal.aborted) {
      try {
        await this.#live();
        told = false;
        if (!signal.aborted) log.warn('NATS is away');
      } catch (error) {
        if (!told) log.warn({ reason: String(error) }, 'NATS is not there yet');
        told = true;
      }
      await pause(limits.natsRetryMs, signal);
    }
  }

  /** One connection from its beginning to its end. */
  async #live(): Promise<void> {
    const connection = await connect({
      ...natsServers(this.options.servers),
      name: this.options.name,
      reconnect: false,
      timeout: 2_000,
      pingInterval: 10_000,
      maxPingOut: 2,
      // A stack trace for every publish, in case it fails, would be a third of the relay's work.
      noAsyncTraces: true,
    });
    const lost = new AbortController();
    heardByMany(lost.signal);
    try {
      const jsm = await jetstreamManager(connection);
      this.#link = { connection, jsm, js: jsm.jetstream(), lost: lost.signal };
      this.options.log.debug('connected to NATS');
      if (this.#stop.signal.aborted) return;
      for (const give of this.#waiting) give(this.#link);
      this.#waiting.clear();
      await connection.closed();
    } finally {
      this.#link = undefined;
      lost.abort();
      await connection.close();
    }
  }
}
