import type { Envelope } from '@voltpark/contracts';
import type { Clock } from '../clock.js';
import type { SqlExecutor } from '../database/executor.js';
import { newId } from '../ids.js';
import type { Participation } from './backbone.js';
import { aggregateOf, checkedEvent, InvalidEventError, type Catalog } from './envelope.js';
import type { BackboneLimits } from './limits.js';

/** An event as it was received, valid or not. */
export interface Received {
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
  /** Parsed JSON; text that is no JSON is kept as `{ unreadable }`. */
  readonly body: unknown;
}

/** What came of an event. */
export type Outcome = 'APPLIED' | 'DOUBLE' | 'STALE' | 'WAITING' | 'RETRYING' | 'PARKED';

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

  /** True when some reaction is interested in the type. */
  wants(type: string): boolean {
    return this.parts.participation.reactions.some((reaction) => reaction.event.type === type);
  }

  /**
   * Takes in a delivered event. When this resolves, the event is safely dealt with, for good or as a dead
   * letter, and may be acknowledged. Rejects only when the database fails.
   */
  async take(received: Received): Promise<Outcome> {
    try {
      return await this.parts.participation.transact((tx) => this.#takeWithin(tx, received));
    } catch (error) {
      return await this.parts.participation.transact((tx) => this.#setAside(tx, received, error));
    }
  }

  async #takeWithin(tx: Tx, received: Received): Promise<Outcome> {
    const event = checkedEvent(received.body, this.parts.catalog);
    const lane = await this.#enter(tx, received.eventId, {
      type: event.aggregatetype,
      id: event.subject,
    });
    if (!lane.isNew) return 'DOUBLE';
    if (lane.parked) {
      await this.#insertLetter(tx, received, { attempts: 0, reason: 'waits behind another event' });
      return 'WAITING';
    }
    return this.apply(tx, event, lane.version);
  }

  /** Runs the reactions and moves the aggregate's version on, unless a later event was applied before. */
  async apply(tx: Tx, event: Envelope, version: number): Promise<'APPLIED' | 'STALE'> {
    if (event.aggregateversion <= version) return 'STALE';
    for (const reaction of this.parts.participation.reactions) {
      if (reaction.event.type === event.type) await reaction.handle(event as Envelope<never>, tx);
    }
    await tx.$executeRawUnsafe(
      `UPDATE inbox_aggregate SET version = $4::bigint
       WHERE consumer = $1 AND aggregate_type = $2 AND aggregate_id = $3`,
      this.parts.consumer,
      event.aggregatetype,
      event.subject,
      String(event.aggregateversion),
    );
    return 'APPLIED';
  }

  /** Notes the event and locks its aggregate until the end of the transaction. */
  async #enter(
    tx: Tx,
    eventId: string,
    aggregate: { readonly type: string; readonly id: string },
  ): Promise<{ readonly isNew: boolean; readonly version: number; readonly parked: boolean }> {
    const [row] = await tx.$queryRawUnsafe<{ taken: number; version: string; parked: boolean }[]>(
      `WITH taken AS (
         INSERT INTO inbox (consumer, event_id, received_at) VALUES ($1, $2, $5::timestamptz)
         ON CONFLICT DO NOTHING RETURNING 1),
       lane AS (
         INSERT INTO inbox_aggregate (consumer, aggregate_type, aggregate_id, version) VALUES ($1, $3, $4, 0)
         ON CONFLICT (consumer, aggregate_type, aggregate_id) DO UPDATE SET version = inbox_aggregate.version
         RETURNING version::text, parked_at IS NOT NULL AS parked)
       SELECT (SELECT count(*) FROM taken)::int AS taken, version, parked FROM lane`,
      this.parts.consumer,
      eventId,
      aggregate.type,
      aggregate.id,
      this.parts.clock.now().toISOString(),
    );
    return {
      isNew: row?.taken === 1,
      version: Number(row?.version ?? 0),
      parked: row?.parked === true,
    };
  }

  /** The first failure of an event: it goes to the dead letters, and its aggregate waits behind it. */
  async #setAside(tx: Tx, received: Received, error: unknown): Promise<Outcome> {
    const aggregate = aggregateOf(received.body);
    const fate = this.fateOf(error, 1);
    if (aggregate === undefined) {
      await this.#insertLetter(tx, received, { attempts: 1, ...fate });
      return fate.retryAt === undefined ? 'PARKED' : 'RETRYING';
    }
    const lane = await this.#enter(tx, received.eventId, aggregate);
    if (!lane.isNew) return 'DOUBLE';
    if (lane.parked) {
      await this.#insertLetter(tx, received, { attempts: 0, reason: 'waits behind another event' });
      return 'WAITING';
    }
    await this.#insertLetter(tx, received, { attempts: 1, ...fate });
    await tx.$executeRawUnsafe(
      `UPDATE inbox_aggregate SET parked_at = $4::timestamptz
       WHERE consumer = $1 AND aggregate_type = $2 AND aggregate_id = $3`,
      this.parts.consumer,
      aggregate.type,
      aggregate.id,
      this.parts.clock.now().toISOString(),
    );
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

  async #insertLetter(
    tx: Tx,
    received: Received,
    fate: {
      readonly attempts: number;
      readonly reason: string;
      readonly retryAt?: string | undefined;
    },
  ): Promise<void> {
    const aggregate = aggregateOf(received.body);
    await tx.$executeRawUnsafe(
      `INSERT INTO dead_letter (id, consumer, event_id, type, subject, aggregate_type, aggregate_id, envelope,
         reason, attempts, parked_at, retry_at)
       VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10::int, $11::timestamptz, $12::timestamptz)
       ON CONFLICT (consumer, event_id) DO NOTHING`,
      newId(),
      this.parts.consumer,
      received.eventId,
      received.type,
      received.subject,
      aggregate?.type ?? null,
      aggregate?.id ?? null,
      JSON.stringify(received.body),
      fate.reason,
      fate.attempts,
      this.parts.clock.now().toISOString(),
      fate.retryAt ?? null,
    );
  }
}
