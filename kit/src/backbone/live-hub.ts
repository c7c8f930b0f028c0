import { contextOfType, type ContextName, type EventDefinition } from '@voltpark/contracts';
import { DeliverPolicy } from '@nats-io/jetstream';
import type { Logger } from '../log.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Catalog } from './envelope.js';
import { Follower, matching, type Interest } from './follower.js';
import { keyToken, reachesBack, readHistory } from './history.js';
import type { BackboneLimits } from './limits.js';
import { LiveItem } from './live-item.js';
import type { NatsLine, NatsLink } from './nats-line.js';
import { CursorExpiredError, type FollowOptions, type LiveEvent } from './port.js';
import { epochOf, streamInfo, streamNameOf } from './stream.js';
import { pause, persist } from './waiting.js';

export interface LiveHubOptions {
  readonly source: ContextName;
  readonly line: NatsLine;
  readonly catalog: Catalog;
  readonly limits: BackboneLimits;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What `follow` gives. */
export interface Following {
  readonly cursor: string;
  readonly position: number;
  readonly events: AsyncIterableIterator<LiveEvent<never>>;
}

/** One shared consumer of one stream, and everyone who follows it in this process. */
export class LiveHub {
  readonly #followers = new Map<string, Set<Follower>>();
  readonly #all = new Set<Follower>();
  /** The latest items, oldest first; everything behind `#rememberedAfter`. */
  #memory: LiveItem[] = [];
  #rememberedAfter = 0;
  #place: { readonly epoch: string; position: number } | undefined;
  #waiting: (() => void)[] = [];
  readonly #running: Promise<void>;

  constructor(private readonly options: LiveHubOptions) {
    const { signal, limits, log, source } = options;
    this.#running = persist({
      signal,
      pauseMs: Math.min(limits.natsRetryMs, 250),
      failed: (error) => log.debug({ source, reason: String(error) }, 'live following interrupted'),
      work: async () => this.#listen(await options.line.link(signal)),
    });
  }

  async stopped(): Promise<void> {
    await this.#running;
    for (const follower of this.#all) follower.end();
  }

  /** See {@link LiveEvents}.follow. */
  async follow(options: FollowOptions<EventDefinition>): Promise<Following> {
    const signal = options.signal;
    while (this.#place === undefined) await this.#change(signal);
    const place = this.#place;
    const after = typeof options.after === 'string' ? readCursor(options.after) : undefined;
    if (typeof options.after === 'string' && after?.epoch !== place.epoch) {
      throw new CursorExpiredError();
    }
    const joinAt = place.position;
    const start = after?.position ?? joinAt;
    const interest: Interest = {
      types: options.events.map((event) => event.type),
      key: options.key,
    };
    const end = (): void => follower.end();
    const follower = this.#join(interest, Math.max(start, joinAt), () =>
      signal?.removeEventListener('abort', end),
    );
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted === true) end();
    if (start !== joinAt && !(start < joinAt && start >= this.#rememberedAfter)) {
      await this.#mustReachBack(follower, place.epoch, start);
    }
    if (start < joinAt) follower.history = this.#past(follower, place.epoch, start, joinAt);
    return {
      cursor: writeCursor({ epoch: place.epoch, position: start }),
      position: start,
      events: follower as AsyncIterableIterator<LiveEvent<never>>,
    };
  }

  /** Resolves when the place in the stream may have become known; rejects when nobody waits any more. */
  async #change(signal: AbortSignal | undefined): Promise<void> {
    const end = AbortSignal.any([this.options.signal, ...(signal === undefined ? [] : [signal])]);
    await new Promise<void>((resolve) => {
      if (end.aborted) return resolve();
      this.#waiting.push(resolve);
      end.addEventListener('abort', () => resolve(), { once: true });
    });
    if (end.aborted) throw new Error('The following ended before it began.');
  }

  #join(interest: Interest, position: number, left: () => void): Follower {
    const subjects = interest.types.map((type) => subjectFor(type, interest.key));
    const follower = new Follower(interest, position, this.options.limits.followerLag, () => {
      left();
      this.#all.delete(follower);
      for (const subject of subjects) {
        const there = this.#followers.get(subject);
        there?.delete(follower);
        if (there?.size === 0) this.#followers.delete(subject);
      }
    });
    this.#all.add(follower);
    for (const subject of subjects) {
      const there = this.#followers.get(subject);
      if (there === undefined) this.#followers.set(subject, new Set([follower]));
      else there.add(follower);
    }
    return follower;
  }

  async #mustReachBack(follower: Follower, epoch: string, start: number): Promise<void> {
    const { line, source, signal } = this.options;
    try {
      const link = await line.link(signal);
      if (!(await reachesBack(link, source, epoch, start))) throw new CursorExpiredError();
    } catch (error) {
      await follower.return();
      throw error;
    }
  }

  async *#past(
    { interest, gone }: Follower,
    epoch: string,
    after: number,
    upTo: number,
  ): AsyncGenerator<LiveEvent, void, undefined> {
    if (after < this.#rememberedAfter || this.#place?.epoch !== epoch) {
      const signal = AbortSignal.any([this.options.signal, gone]);
      yield* readHistory({ ...this.options, epoch, interest, after, upTo, signal });
      return;
    }
    for (const item of [...this.#memory]) {
      if (item.position > upTo) return;
      const live = item.position > after ? matching(item, interest) : undefined;
      if (live !== undefined) yield live;
    }
  }

  /** Listens over one link, from where we were. */
  async #listen(link: NatsLink): Promise<void> {
    const { source, limits, signal } = this.options;
    const info = await streamInfo(link.jsm, source);
    const epoch = info === undefined ? undefined : epochOf(info);
    if (info === undefined || epoch === undefined) return this.#expire();
    if (this.#place?.epoch !== epoch || info.state.last_seq < this.#place.position) {
      this.#expire();
      this.#place = { epoch, position: info.state.last_seq };
      this.#rememberedAfter = info.state.last_seq;
    }
    const place = this.#place;
    const consumer = await link.js.consumers.get(streamNameOf(source), {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: place.position + 1,
    });
    const messages = await consumer.consume({ max_messages: limits.liveWindow });
    const stop = AbortSignal.any([signal, link.lost]);
    const close = (): void => void messages.close();
    stop.addEventListener('abort', close, { once: true });
    if (stop.aborted) close();
    const ended = new AbortController();
    const watch = this.#watch(link, place.epoch, AbortSignal.any([stop, ended.signal]), close);
    for (const resolve of this.#waiting.splice(0)) resolve();
    try {
      for await (const message of messages) {
        const item = new LiveItem(message, { ...this.options, epoch: place.epoch });
        if (item.epoch !== place.epoch && !(await this.#isInForce(link, place.epoch))) return;
        this.#deliver(place, item);
      }
    } finally {
      stop.removeEventListener('abort', close);
      ended.abort();
      await messages.close();
      await watch;
    }
  }

  #deliver(place: { position: number }, item: LiveItem): void {
    if (item.position <= place.position) return;
    place.position = item.position;
    this.#memory.push(item);
    if (this.#memory.length >= 2 * this.options.limits.liveMemory) {
      const forgotten = this.#memory.splice(0, this.options.limits.liveMemory).at(-1);
      this.#rememberedAfter = forgotten?.position ?? this.#rememberedAfter;
    }
    for (const subject of [item.subject, `${item.type}.*`]) {
      for (const follower of this.#followers.get(subject) ?? []) {
        const live = matching(item, follower.interest);
        if (live !== undefined) follower.push(live);
      }
    }
  }

  /** The stream is gone or begins another life: cursors and positions mean nothing any more. */
  #expire(): void {
    this.#place = undefined;
    this.#memory = [];
    for (const follower of [...this.#all]) follower.end(new CursorExpiredError());
  }

  async #isInForce(link: NatsLink, epoch: string): Promise<boolean> {
    const info = await streamInfo(link.jsm, this.options.source);
    return info !== undefined && epochOf(info) === epoch;
  }

  /** Looks now and then whether the stream still lives in the epoch. */
  async #watch(
    link: NatsLink,
    epoch: string,
    signal: AbortSignal,
    changed: () => void,
  ): Promise<void> {
    for (;;) {
      await pause(this.options.limits.reconcileMs, signal);
      if (signal.aborted) return;
      const inForce = await this.#isInForce(link, epoch).catch(() => false);
      if (!inForce) return changed();
    }
  }
}

function subjectFor(type: string, key: string | undefined): string {
  return key === undefined ? `${type}.*` : `${type}.${keyToken(key)}`;
}

/** The context whose events are followed; there must be one. */
export function sourceOf(events: readonly EventDefinition[]): ContextName {
  const [first, ...others] = events.map((event) => contextOfType(event.type));
  if (first === undefined || others.some((other) => other !== first)) {
    throw new Error('One can follow events of exactly one context at a time.');
  }
  return first;
}
