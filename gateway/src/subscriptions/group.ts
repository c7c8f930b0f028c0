import { readCursor } from '@voltpark/kit/backbone/cursor';
import { newId } from '@voltpark/kit/ids';
import type { GraphQLFormattedError } from 'graphql';
import type { LiveOptions, SerialisedResult, SubgraphResponse } from '../ports.js';
import { Feed, type GroupIdentity } from './feed.js';
import { Batch, Frame, resultJson } from './frame.js';
import { canDissolve, decideJoin, type After } from './joining.js';
import type { LineEnd, LineHost } from './line-host.js';
import { Line } from './line.js';
import type { LiveLimits } from './limits.js';
import type { Member, Sink } from './member.js';
import type { LiveMetrics } from './metrics.js';
import { cursorExpired, interrupted, sourceLost } from './notices.js';
import type { RingBudget } from './ring.js';

/** What groups are made with. */
export interface GroupHouse {
  readonly options: LiveOptions;
  readonly limits: LiveLimits;
  readonly metrics: LiveMetrics;
  readonly ringBudget: RingBudget;
  /** Nobody is left in the group. */
  emptied(group: Group): void;
}

/** Everybody who sees the same: same operation, same variables apart from `after`, same authorization class. */
export class Group implements LineHost {
  /** The main line first. */
  readonly #lines: Line[] = [];
  #feed: Feed;
  readonly limits: LiveLimits;

  /** @throws what the executor throws when the operation cannot be planned */
  constructor(
    identity: GroupIdentity,
    private readonly house: GroupHouse,
  ) {
    this.limits = house.limits;
    this.#feed = this.#feedOf(identity);
  }

  #feedOf(identity: GroupIdentity): Feed {
    return new Feed(identity, this.house.options, this.limits.eventDeadlineMs);
  }

  get identity(): GroupIdentity {
    return this.#feed.identity;
  }

  get ringBudget(): RingBudget {
    return this.house.ringBudget;
  }

  get isResumable(): boolean {
    return this.#feed.isResumable;
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  /**
   * Lets a client in.
   * @param cursor where it wants to go on; null for a snapshot
   * @returns lets the client out again; may be called at any time, more than once
   */
  join(sink: Sink, cursor: string | null): () => void {
    const member: Member = { sink, line: undefined, since: -Infinity };
    this.#place(member, cursor);
    return () => this.#leave(member);
  }

  #place(member: Member, cursor: string | null): void {
    if (!this.isResumable) {
      this.#enter(member, this.#lines[0] ?? this.#openLine(null));
      return;
    }
    const join = decideJoin(this.#lines, this.#afterOf(cursor), this.limits);
    switch (join.how) {
      case 'OPEN_LINE':
        this.#enter(member, this.#openLine(cursor));
        return;
      case 'AWAIT_SNAPSHOT':
        this.#enter(member, join.line);
        return;
      case 'SNAPSHOT':
      case 'FRAMES_BEHIND': {
        const { line, since } = join;
        member.since = since;
        this.#enter(member, line);
        const snapshot = join.how === 'SNAPSHOT' && line.snapshotFrame;
        const frames = line.ring.behind(since);
        this.#replay(member, snapshot ? [snapshot, ...frames] : frames);
      }
    }
  }

  #afterOf(cursor: string | null): After | null {
    if (cursor === null) return null;
    const point = readCursor(cursor);
    if (point) return { cursor, point };
    for (const { epoch, ring } of this.#lines) {
      const position = ring.positionOf(cursor);
      if (epoch !== undefined && position !== undefined)
        return { cursor, point: { epoch, position } };
    }
    return { cursor, point: undefined };
  }

  #replay(member: Member, frames: readonly Frame[]): void {
    if (frames.length === 0) return;
    member.sink.next(new Batch(frames));
    this.sent(frames.length);
  }

  #enter(member: Member, line: Line): void {
    member.line?.members.delete(member);
    member.line = line;
    line.members.add(member);
  }

  #leave(member: Member): void {
    const { line } = member;
    if (line === undefined) return;
    member.line = undefined;
    line.members.delete(member);
    if (line.members.size === 0) this.#discard(line);
  }

  #openLine(origin: string | null): Line {
    const line = new Line(origin, this);
    this.#lines.push(line);
    line.open();
    return line;
  }

  #discard(line: Line): void {
    line.close();
    const index = this.#lines.indexOf(line);
    if (index >= 0) this.#lines.splice(index, 1);
    if (this.#lines.length === 0) this.house.emptied(this);
  }

  /** Lines whose clients can go on from the main line by now dissolve into it. */
  advanced(): void {
    const [main, ...others] = this.#lines;
    if (main === undefined || others.length === 0) return;
    for (const line of others) {
      if (canDissolve(line, main, this.limits)) this.#dissolve(line, main);
    }
  }

  #dissolve(line: Line, main: Line): void {
    const head = line.head ?? -Infinity;
    const members = [...line.members];
    // All of them move before any of them is served: one that is cut off meanwhile may have been the last.
    for (const member of members) {
      member.since = Math.max(member.since, head);
      this.#enter(member, main);
    }
    for (const member of members) this.#replay(member, main.ring.behind(member.since));
    main.adoptSnapshot(line.snapshotFrame);
    this.#discard(line);
  }

  ended(line: Line, end: LineEnd): void {
    if (end.why === 'CURSOR_EXPIRED') {
      this.#beginAnew(line);
      return;
    }
    for (const member of [...line.members]) {
      if (member.line !== line) continue;
      this.#leave(member);
      if (end.why === 'COMPLETED') member.sink.complete();
      else member.sink.fail(this.#errorsOf(end));
    }
  }

  /** The clients of a line whose cursor has expired hear so, and get a snapshot. */
  #beginAnew(line: Line): void {
    // Out of the lines first, so that nobody joins what is over.
    const index = this.#lines.indexOf(line);
    if (index >= 0) this.#lines.splice(index, 1);
    const notice = new Frame(resultJson('null', [cursorExpired]), undefined, -Infinity);
    for (const member of [...line.members]) {
      if (member.line !== line) continue;
      member.since = -Infinity;
      this.#replay(member, [notice]);
      if (member.line === line) this.#place(member, null);
    }
    if (this.#lines.length === 0) this.house.emptied(this);
  }

  #errorsOf(end: Extract<LineEnd, { why: 'REFUSED' | 'LOST' }>): readonly GraphQLFormattedError[] {
    const correlationId = newId();
    const { formatError, log } = this.house.options;
    if (end.why === 'REFUSED') return end.errors.map((error) => formatError(error, correlationId));
    log.warn({ correlationId, service: this.#feed.service, err: end.error }, 'live source lost');
    return [this.isResumable ? sourceLost(correlationId) : interrupted(correlationId)];
  }

  /** Ends everybody's subscription with these errors. */
  fail(errors: readonly GraphQLFormattedError[]): void {
    for (const line of [...this.#lines]) {
      for (const member of [...line.members]) {
        this.#leave(member);
        member.sink.fail(errors);
      }
    }
  }

  /**
   * Goes on by another supergraph: from the next event on by its plan, and from another source if that
   * changed.
   * @throws what the executor throws when the operation cannot be planned
   */
  moveTo(identity: GroupIdentity): void {
    const feed = this.#feedOf(identity);
    const isElsewhere = !feed.hasSourceOf(this.#feed);
    this.#feed = feed;
    if (isElsewhere) for (const line of this.#lines) line.reroute();
  }

  subscribe(after: string | null, signal: AbortSignal): AsyncIterable<SubgraphResponse> {
    return this.#feed.subscribe(after, signal);
  }

  execute(event: SubgraphResponse): Promise<SerialisedResult> {
    this.house.metrics.executed += 1;
    return this.#feed.execute(event);
  }

  reconnecting(error: unknown): void {
    this.house.metrics.reconnects += 1;
    this.house.options.log.info({ service: this.#feed.service, err: error }, 'live source broke');
  }

  sent(count: number): void {
    this.house.metrics.sent += count;
  }
}
