import { anonymous, type Actor } from '@voltpark/contracts';
import { readCursor } from '@voltpark/kit/backbone/cursor';
import { newId } from '@voltpark/kit/ids';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type { GraphQLFormattedError } from 'graphql';
import type {
  LiveOptions,
  OperationRequest,
  PreparedOperation,
  SubgraphCall,
  SubgraphResponse,
} from '../ports.js';
import { Batch, Frame, resultJson } from './frame.js';
import { canDissolve, decideJoin, type After } from './joining.js';
import { Line, type LineEnd, type LineHost } from './line.js';
import type { LiveLimits } from './limits.js';
import type { Member, Sink } from './member.js';
import type { LiveMetrics } from './metrics.js';
import { afterUseOf, resumableQuery } from './source.js';

/** What everybody in a group has in common. */
export interface GroupIdentity {
  readonly operation: PreparedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The client's own words, to prepare the operation again against another supergraph. */
  readonly request: OperationRequest;
  /** The anonymous, for operations that need no identity. */
  readonly actor: Actor;
}

/** What groups are made with. */
export interface GroupHouse {
  readonly options: LiveOptions;
  readonly limits: LiveLimits;
  readonly metrics: LiveMetrics;
  /** Nobody is left in the group. */
  emptied(group: Group): void;
}

/** The source of a group's events: where, and with which variable a cursor is passed. */
interface Source {
  readonly service: string;
  readonly call: Omit<SubgraphCall, 'request'>;
  readonly afterVariable: string | undefined;
}

/** Everybody who sees the same: same operation, same variables apart from `after`, same authorization class. */
export class Group implements LineHost {
  /** The main line first. */
  readonly #lines: Line[] = [];
  #source: Source;
  readonly limits: LiveLimits;

  /** @throws what the executor throws when the operation cannot be planned */
  constructor(
    private identity: GroupIdentity,
    private readonly house: GroupHouse,
  ) {
    this.limits = house.limits;
    this.#source = this.#findSource(identity);
  }

  get isResumable(): boolean {
    return this.#source.afterVariable !== undefined;
  }

  get request(): OperationRequest {
    return this.identity.request;
  }

  get actor(): Actor {
    return this.identity.actor;
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
    const members = [...line.members];
    if (end.why === 'CURSOR_EXPIRED') {
      // Out of the lines first, so that nobody joins what is over.
      const index = this.#lines.indexOf(line);
      if (index >= 0) this.#lines.splice(index, 1);
      const notice = new Frame(resultJson('null', [cursorExpired]), undefined, -Infinity);
      for (const member of members) {
        if (member.line !== line) continue;
        member.since = -Infinity;
        this.#replay(member, [notice]);
        if (member.line === line) this.#place(member, null);
      }
      if (this.#lines.length === 0) this.house.emptied(this);
      return;
    }
    for (const member of members) {
      if (member.line !== line) continue;
      this.#leave(member);
      if (end.why === 'COMPLETED') member.sink.complete();
      else member.sink.fail(this.#errorsOf(end));
    }
  }

  #errorsOf(
    end: Exclude<LineEnd, { why: 'COMPLETED' | 'CURSOR_EXPIRED' }>,
  ): GraphQLFormattedError[] {
    const correlationId = newId();
    const { formatError, log } = this.house.options;
    if (end.why === 'REFUSED') return end.errors.map((error) => formatError(error, correlationId));
    log.warn({ correlationId, service: this.#source.service, err: end.error }, 'live source lost');
    return [
      this.isResumable
        ? unavailable(
            'The source of these updates is not available.',
            'SUBGRAPH_UNAVAILABLE',
            correlationId,
          )
        : unavailable('These updates were interrupted.', 'SUBSCRIPTION_INTERRUPTED', correlationId),
    ];
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
    const source = this.#findSource(identity);
    const isElsewhere =
      source.service !== this.#source.service || source.call.query !== this.#source.call.query;
    this.identity = identity;
    this.#source = source;
    if (isElsewhere) for (const line of this.#lines) line.reroute();
  }

  #findSource({ operation, variables }: GroupIdentity): Source {
    const { service, call } = this.house.options.executor.subscriptionSource(operation, variables);
    const use = afterUseOf(operation);
    if (!use.isResumable) return { service, call, afterVariable: undefined };
    const { query, variable } = resumableQuery(call.query, use.type);
    return { service, call: { ...call, query }, afterVariable: variable };
  }

  subscribe(after: string | null, signal: AbortSignal): AsyncIterable<SubgraphResponse> {
    const { service, call, afterVariable } = this.#source;
    const variables =
      afterVariable === undefined ? call.variables : { ...call.variables, [afterVariable]: after };
    // Nobody waits for the end of a subscription: it has no deadline.
    const request = this.#requestOf(Number.MAX_SAFE_INTEGER);
    return this.house.options.transport.subscribe(
      service,
      { ...call, ...(variables && { variables }), request },
      signal,
    );
  }

  async execute(
    event: SubgraphResponse,
  ): Promise<{ dataJson: string | undefined; errors: readonly GraphQLFormattedError[] }> {
    const { executor, formatError } = this.house.options;
    const { operation, variables } = this.identity;
    const request = this.#requestOf(Date.now() + this.limits.eventDeadlineMs);
    this.house.metrics.executed += 1;
    try {
      const result = await executor.executeEvent(operation, variables, event, request);
      if (result.errors.length === 0) return result;
      const errors = result.errors.map((error) => formatError(error, request.correlationId));
      return { dataJson: result.dataJson ?? 'null', errors };
    } catch (error) {
      return { dataJson: 'null', errors: [formatError(error, request.correlationId)] };
    }
  }

  #requestOf(deadline: number): SubgraphRequest {
    return { actor: this.identity.actor, correlationId: newId(), deadline };
  }

  reconnecting(error: unknown): void {
    this.house.metrics.reconnects += 1;
    this.house.options.log.info({ service: this.#source.service, err: error }, 'live source broke');
  }

  sent(count: number): void {
    this.house.metrics.sent += count;
  }
}

const cursorExpired: GraphQLFormattedError = {
  message: 'The cursor is older than what is kept; a fresh snapshot follows.',
  extensions: { code: 'CURSOR_EXPIRED' },
};

function unavailable(message: string, code: string, correlationId: string): GraphQLFormattedError {
  return { message, extensions: { code, correlationId } };
}

/** The actor as whom an operation runs: nobody in particular when it needs no identity. */
export function actorFor(operation: PreparedOperation, actor: Actor): Actor {
  return operation.access.isPublic ? anonymous : actor;
}
