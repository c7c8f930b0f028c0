import { readCursor } from '@voltpark/kit/backbone/cursor';
import type { GraphQLFormattedError } from 'graphql';
import { setTimeout as pause } from 'node:timers/promises';
import type { SubgraphResponse } from '../ports.js';
import { Batch, Frame, resultJson } from './frame.js';
import type { LineView } from './joining.js';
import type { LineEnd, LineHost } from './line-host.js';
import type { Member } from './member.js';
import { Retry } from './retry.js';
import { FrameRing } from './ring.js';
import { isFailure, localEpoch, placeOf, SourceFailed } from './source-event.js';

/** One upstream subscription of a group, the clients that follow it, and its last frames. */
export class Line implements LineView {
  readonly members = new Set<Member>();
  readonly ring: FrameRing;
  epoch: string | undefined;
  head: number | undefined;
  #snapshotFrame: Frame | undefined;
  /** Events whose executions are under way; their frames leave in the order of events. */
  #pending: { frame: Frame | undefined }[] = [];
  /** Frames that wait to leave together. */
  #outgoing: Frame[] = [];
  #sending: NodeJS.Timeout | undefined;
  #sentAt = 0;
  #roomMade: (() => void) | undefined;
  #lastCursor: string | null;
  #lastPosition: number | undefined;
  #events = 0;
  #closed = false;
  #lastEventAt = Date.now();
  #attempt = new AbortController();

  constructor(
    /** The `after` with which it is opened; null for a snapshot. */
    readonly origin: string | null,
    private readonly host: LineHost,
  ) {
    this.ring = new FrameRing(host.limits, host.ringBudget);
    this.#lastCursor = origin;
    const point = origin === null ? undefined : readCursor(origin);
    if (point === undefined) return;
    this.epoch = point.epoch;
    this.#lastPosition = point.position;
    this.head = point.position;
    this.ring.begin(point.position);
  }

  get floor(): number | undefined {
    return this.ring.floor;
  }

  get isWhole(): boolean {
    return this.ring.isWhole;
  }

  /** Opened for the present, or idle for a while: what is past comes in one go, unless executions hold it up. */
  get isLive(): boolean {
    if (this.origin === null) return this.head !== undefined;
    return this.#pending.length === 0 && Date.now() - this.#lastEventAt > this.host.limits.quietMs;
  }

  get snapshotFrame(): Frame | undefined {
    return this.#snapshotFrame;
  }

  get snapshot(): LineView['snapshot'] {
    const frame = this.#snapshotFrame;
    return (
      frame && {
        position: frame.position,
        framesBehind: this.ring.countBehind(frame.position),
      }
    );
  }

  /** Takes over a later snapshot from a line that dissolves into this one. */
  adoptSnapshot(frame: Frame | undefined): void {
    if (frame && frame.position > (this.#snapshotFrame?.position ?? -Infinity)) {
      this.#snapshotFrame = frame;
    }
  }

  /** Starts the upstream. */
  open(): void {
    void this.#run();
  }

  /** Ends the upstream. Nothing is sent any more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#attempt.abort();
    clearTimeout(this.#sending);
    this.ring.clear();
    this.#makeRoom();
  }

  /** Takes the upstream up again behind the last cursor, as its source is another now. */
  reroute(): void {
    this.#attempt.abort();
  }

  async #run(): Promise<void> {
    const retry = new Retry(this.host.limits);
    while (!this.#closed) {
      this.#attempt = new AbortController();
      const eventsBefore = this.#events;
      const startedAt = Date.now();
      try {
        const end = await this.#follow(this.#attempt.signal);
        if (end && !this.#closed) return this.#end(end);
      } catch (error) {
        if (this.#closed) return;
        const lasted = Date.now() - startedAt;
        const pauseMs = retry.pauseAfter(this.#events > eventsBefore, lasted);
        if (pauseMs === undefined || !this.host.isResumable) return this.#end(this.#endOf(error));
        this.host.reconnecting(error);
        await pause(pauseMs, undefined, { signal: this.#attempt.signal }).catch(() => undefined);
      }
    }
  }

  /** One upstream from beginning to end; undefined when it was cut short to be taken up again. */
  async #follow(signal: AbortSignal): Promise<LineEnd | undefined> {
    for await (const event of this.host.subscribe(this.#lastCursor, signal)) {
      if (this.#closed || signal.aborted) return undefined;
      if (event.data === undefined) {
        await this.#settled();
        return this.#refusal(event.errors ?? []);
      }
      if (!this.#accept(event)) {
        await this.#settled();
        return { why: 'CURSOR_EXPIRED' };
      }
      if (this.#pending.length >= this.host.limits.overlappingExecutions) {
        await new Promise<void>((resolve) => (this.#roomMade = resolve));
      }
    }
    if (signal.aborted) return undefined;
    await this.#settled();
    return { why: 'COMPLETED' };
  }

  /** @throws SourceFailed when the subgraph failed, rather than refused: it is asked again. */
  #refusal(errors: readonly GraphQLFormattedError[]): LineEnd {
    if (errors.length === 0 || errors.some(isFailure)) throw new SourceFailed(errors);
    const hasExpired = errors.some(({ extensions }) => extensions?.['code'] === 'CURSOR_EXPIRED');
    // Without a cursor nothing can have expired: asking again would go round in circles.
    const hadCursor = this.#lastCursor !== null;
    return hasExpired && hadCursor ? { why: 'CURSOR_EXPIRED' } : { why: 'REFUSED', errors };
  }

  /** Takes in an event and starts what follows it. False when it belongs to another life of the stream. */
  #accept(event: SubgraphResponse): boolean {
    const { cursor, position } = placeOf(event, (this.#lastPosition ?? 0) + 1);
    const epoch = (cursor === undefined ? undefined : readCursor(cursor)?.epoch) ?? this.epoch;
    if (this.epoch !== undefined && epoch !== this.epoch) return false;
    const isSnapshot = this.host.isResumable && this.#lastCursor === null && this.#events === 0;
    if (this.#lastPosition !== undefined && position <= this.#lastPosition) return true;
    this.epoch = epoch ?? localEpoch();
    this.#lastPosition = position;
    this.#lastCursor = cursor ?? this.#lastCursor;
    this.#events += 1;
    this.#lastEventAt = Date.now();
    const pending: { frame: Frame | undefined } = { frame: undefined };
    this.#pending.push(pending);
    void this.host.execute(event).then(({ dataJson, errors }) => {
      pending.frame = new Frame(resultJson(dataJson, errors, cursor), cursor, position);
      if (isSnapshot) this.#snapshotFrame = pending.frame;
      this.#sendReady();
    });
    return true;
  }

  #sendReady(): void {
    let frame = this.#pending[0]?.frame;
    for (; frame !== undefined; frame = this.#pending[0]?.frame) {
      this.#pending.shift();
      this.#outgoing.push(frame);
    }
    if (this.#outgoing.length > 0) this.#sendSoon();
    if (this.#pending.length < this.host.limits.overlappingExecutions) this.#makeRoom();
  }

  /**
   * At once to some clients; to many at most every so often, and together what has come up by then: writing
   * to a thousand sockets costs as much for two frames as for one.
   */
  #sendSoon(): void {
    if (this.#sending !== undefined) return;
    const { coalescedMembers, coalesceMs } = this.host.limits;
    const waitMs =
      this.members.size < coalescedMembers ? 0 : this.#sentAt + coalesceMs - Date.now();
    if (waitMs <= 0) this.#send();
    else this.#sending = setTimeout(() => this.#send(), waitMs);
  }

  #send(): void {
    clearTimeout(this.#sending);
    this.#sending = undefined;
    if (this.#closed) return;
    const batch = new Batch(this.#outgoing);
    this.#outgoing = [];
    this.#sentAt = Date.now();
    for (const frame of batch.frames) this.#keep(frame);
    let count = 0;
    for (const member of this.members) {
      const due = batch.behind(member.since);
      if (due.frames.length === 0) continue;
      member.sink.next(due);
      count += due.frames.length;
    }
    this.host.sent(count);
    this.#makeRoom();
    this.host.advanced(this);
  }

  #keep(frame: Frame): void {
    if (frame === this.#snapshotFrame || this.ring.floor === undefined) {
      this.ring.begin(frame.position);
    }
    if (frame !== this.#snapshotFrame && this.host.isResumable) this.ring.push(frame);
    this.head = frame.position;
  }

  #makeRoom(): void {
    this.#roomMade?.();
    this.#roomMade = undefined;
  }

  /** Resolves when every event that was taken in has been sent. */
  async #settled(): Promise<void> {
    while (this.#pending.length + this.#outgoing.length > 0 && !this.#closed) {
      await new Promise<void>((resolve) => (this.#roomMade = resolve));
    }
  }

  #endOf(error: unknown): LineEnd {
    const wasRefused = error instanceof SourceFailed && error.errors.length > 0;
    return wasRefused && this.#events === 0
      ? { why: 'REFUSED', errors: error.errors }
      : { why: 'LOST', error };
  }

  #end(end: LineEnd): void {
    this.close();
    this.host.ended(this, end);
  }
}
