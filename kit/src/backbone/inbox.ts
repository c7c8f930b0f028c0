import type { Envelope } from '@voltpark/contracts';
import type { Clock } from '../clock.js';
import type { SqlExecutor } from '../database/executor.js';
import type { Participation } from './backbone.js';
import { aggregateOf, checkedEvent, InvalidEventError, type Catalog } from './envelope.js';
import { enter, insertLetter, moveOn, park, type OpenLane, type Received } from './inbox-rows.js';
import type { BackboneLimits } from './limits.js';

/** What came of an event. */
export type Outcome =
  'APPLIED' | 'SUPERSEDED' | 'DOUBLE' | 'STALE' | 'WAITING' | 'RETRYING' | 'PARKED';

const waits = { attempts: 0, reason: 'waits behind another event' };

/**
 * The inbox of one consumer: makes the effect of an event happen once and in the order of its aggregate,
 * however often and from however many processes it is delivered.
 */
export class Inbox<Tx extends SqlExecutor> {
  constructor(
    private readonly parts: {
      /** Name of the consumer, part of every key. */
      readonly consumer: string;
      readonly participation: Participation<Tx>;
      readonly catalog: Catalog;
      readonly limits: BackboneLimits;
      readonly clock: Clock;
    },
  ) {}

  /**
   * Takes in delivered events, in one transaction when all goes well. When this resolves, they are safely
   * dealt with, for good or as dead letters, and may be acknowledged. Rejects only when the database fails.
   */
  async take(batch: readonly Received[]): Promise<Outcome[]> {
    const { transact } = this.parts.participation;
    const [first, ...others] = batch;
    if (first === undefined) return [];
    try {
      return await transact((tx) => this.#takeWithin(tx, batch));
    } catch (error) {
      if (others.length === 0) return [await transact((tx) => this.#setAside(tx, first, error))];
    }
    // Some event cannot be taken in: one by one, so that it is set aside alone.
    const outcomes: Outcome[] = [];
    for (const received of batch) outcomes.push(...(await this.take([received])));
    return outcomes;
  }

  async #takeWithin(tx: Tx, batch: readonly Received[]): Promise<Outcome[]> {
    const { consumer, catalog, clock } = this.parts;
    const now = clock.now();
    const events = batch.map((received) => {
      const event = checkedEvent(received.body, catalog);
      return { received, event, ...received, type: event.aggregatetype, id: event.subject };
    });
    const entered = await enter(tx, consumer, events, now);
    const newest = this.#newestStates(events.map(({ event }) => event));
    const moved = new Set<OpenLane>();
    const outcomes: Outcome[] = [];
    for (const { received, event } of events) {
      const lane = entered.lane(event.aggregatetype, event.subject);
      if (!entered.fresh.has(received.eventId)) outcomes.push('DOUBLE');
      else if (lane.parked) {
        await insertLetter(tx, consumer, received, waits, now);
        outcomes.push('WAITING');
      } else if (this.#isState(event.type) && !newest.has(event)) {
        outcomes.push('SUPERSEDED');
      } else if (await this.apply(tx, event, lane)) {
        moved.add(lane);
        outcomes.push('APPLIED');
      } else outcomes.push('STALE');
    }
    await moveOn(tx, consumer, [...moved]);
    return outcomes;
  }

  /** True when all reactions to a type keep a copy of a state that each event carries whole. */
  #isState(type: string): boolean {
    const reactions = this.parts.participation.reactions.filter(({ event }) => event.type === type);
    return reactions.length > 0 && reactions.every(({ latest }) => latest === true);
  }

  /** Of the events that carry their aggregate's state, the last of each aggregate. */
  #newestStates(events: readonly Envelope[]): ReadonlySet<Envelope> {
    const newest = new Map<string, Envelope>();
    for (const event of events) {
      if (this.#isState(event.type))
        newest.set(`${event.aggregatetype}\u0000${event.subject}`, event);
    }
    return new Set(newest.values());
  }

  /**
   * Runs the reactions to an event and moves its lane on; the caller notes the lane's version. False when a
   * later event of the aggregate was applied before.
   */
  async apply(tx: Tx, event: Envelope, lane: Pick<OpenLane, 'version'>): Promise<boolean> {
    if (event.aggregateversion <= lane.version) return false;
    for (const reaction of this.parts.participation.reactions) {
      if (reaction.event.type === event.type) await reaction.handle(event as Envelope<never>, tx);
    }
    lane.version = event.aggregateversion;
    return true;
  }

  /** The first failure of an event: it goes to the dead letters, and its aggregate waits behind it. */
  async #setAside(tx: Tx, received: Received, error: unknown): Promise<Outcome> {
    const { consumer, clock } = this.parts;
    const now = clock.now();
    const fate = { attempts: 1, ...this.fateOf(error, 1) };
    const aggregate = aggregateOf(received.body);
    if (aggregate !== undefined) {
      const entered = await enter(tx, consumer, [{ ...received, ...aggregate }], now);
      if (!entered.fresh.has(received.eventId)) return 'DOUBLE';
      if (entered.lane(aggregate.type, aggregate.id).parked) {
        await insertLetter(tx, consumer, received, waits, now);
        return 'WAITING';
      }
      await park(tx, consumer, aggregate, now);
    }
    await insertLetter(tx, consumer, received, fate, now);
    return fate.retryAt === undefined ? 'PARKED' : 'RETRYING';
  }

  /** What becomes of an event after so many failed attempts: another attempt at some time, or a person's decision. */
  fateOf(error: unknown, attempts: number): { reason: string; retryAt: string | undefined } {
    const { retryDelaysMs, maxAttempts } = this.parts.limits;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const delay = retryDelaysMs[Math.min(attempts, retryDelaysMs.length) - 1] ?? 0;
    const hopeless = error instanceof InvalidEventError || attempts >= maxAttempts;
    return {
      reason: reason.slice(0, 2_000),
      retryAt: hopeless
        ? undefined
        : new Date(this.parts.clock.now().getTime() + delay).toISOString(),
    };
  }
}
