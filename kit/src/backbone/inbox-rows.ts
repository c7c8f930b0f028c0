import type { SqlExecutor } from '../database/executor.js';
import { newId } from '../ids.js';
import { aggregateOf } from './envelope.js';

/** An event as it was received, valid or not. */
export interface Received {
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
  /** Parsed JSON; text that is no JSON is kept as `{ unreadable }`. */
  readonly body: unknown;
}

/** One aggregate as one consumer sees it, locked until the end of the transaction. */
export interface OpenLane {
  readonly type: string;
  readonly id: string;
  /** Version of the last event that was applied. */
  version: number;
  /** An earlier event of it lies in the dead letters. */
  readonly parked: boolean;
}

/** What {@link enter} found. */
export interface Entered {
  /** Ids of the events that were not there yet. */
  readonly fresh: ReadonlySet<string>;
  lane(type: string, id: string): OpenLane;
}

const laneKey = (type: string, id: string): string => `${type}\u0000${id}`;

/** Notes events in the inbox and locks their aggregates, in one statement. */
export async function enter(
  tx: SqlExecutor,
  consumer: string,
  events: readonly { readonly eventId: string; readonly type: string; readonly id: string }[],
  now: Date,
): Promise<Entered> {
  const rows = await tx.$queryRawUnsafe<
    { fresh: string; type: string; id: string; version: string; parked: boolean }[]
  >(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS event ("eventId" text, type text, id text)),
     fresh AS (
       INSERT INTO inbox (consumer, event_id, received_at)
       SELECT $1::text, "eventId", $3::timestamptz FROM given
       ON CONFLICT DO NOTHING RETURNING event_id),
     lane AS (
       INSERT INTO inbox_aggregate (consumer, aggregate_type, aggregate_id, version)
       SELECT DISTINCT $1::text, type, id, 0 FROM given ORDER BY type, id
       ON CONFLICT (consumer, aggregate_type, aggregate_id) DO UPDATE SET version = inbox_aggregate.version
       RETURNING aggregate_type, aggregate_id, version, parked_at)
     SELECT (SELECT coalesce(jsonb_agg(event_id), '[]')::text FROM fresh) AS fresh,
       aggregate_type AS type, aggregate_id AS id, version::text, parked_at IS NOT NULL AS parked FROM lane`,
    consumer,
    JSON.stringify(events.map(({ eventId, type, id }) => ({ eventId, type, id }))),
    now.toISOString(),
  );
  const lanes = new Map(
    rows.map(({ type, id, version, parked }) => [
      laneKey(type, id),
      { type, id, version: Number(version), parked },
    ]),
  );
  return {
    fresh: new Set(JSON.parse(rows[0]?.fresh ?? '[]') as string[]),
    lane(type, id) {
      const lane = lanes.get(laneKey(type, id));
      if (lane === undefined) throw new Error(`The aggregate ${type} ${id} was not entered.`);
      return lane;
    },
  };
}

/** Notes the versions up to which events of aggregates were applied. */
export async function moveOn(
  tx: SqlExecutor,
  consumer: string,
  lanes: readonly OpenLane[],
): Promise<void> {
  if (lanes.length === 0) return;
  // Arrays, as the planner can count them: of JSON it expects a hundred rows, and reads the whole table instead.
  await tx.$executeRawUnsafe(
    `UPDATE inbox_aggregate SET version = lane.version
     FROM unnest($2::text[], $3::text[], $4::text[]::bigint[]) AS lane (type, id, version)
     WHERE consumer = $1 AND aggregate_type = lane.type AND aggregate_id = lane.id`,
    consumer,
    lanes.map(({ type }) => type),
    lanes.map(({ id }) => id),
    lanes.map(({ version }) => String(version)),
  );
}

/** Notes that events of the aggregate wait from now on. The lane must be locked. */
export async function park(
  tx: SqlExecutor,
  consumer: string,
  lane: Pick<OpenLane, 'type' | 'id'>,
  now: Date,
): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE inbox_aggregate SET parked_at = $4::timestamptz
     WHERE consumer = $1 AND aggregate_type = $2 AND aggregate_id = $3`,
    consumer,
    lane.type,
    lane.id,
    now.toISOString(),
  );
}

/** What becomes of an event that was not applied. */
export interface Fate {
  readonly attempts: number;
  readonly reason: string;
  /** When it is tried again; never by itself when undefined. */
  readonly retryAt?: string | undefined;
}

/** Puts an event into the dead letters. */
export async function insertLetter(
  tx: SqlExecutor,
  consumer: string,
  received: Received,
  fate: Fate,
  now: Date,
): Promise<void> {
  const aggregate = aggregateOf(received.body);
  await tx.$executeRawUnsafe(
    `INSERT INTO dead_letter (id, consumer, event_id, type, subject, aggregate_type, aggregate_id, envelope,
       reason, attempts, parked_at, retry_at)
     VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10::int, $11::timestamptz, $12::timestamptz)
     ON CONFLICT (consumer, event_id) DO NOTHING`,
    newId(),
    consumer,
    received.eventId,
    received.type,
    received.subject,
    aggregate?.type ?? null,
    aggregate?.id ?? null,
    JSON.stringify(received.body),
    fate.reason,
    fate.attempts,
    now.toISOString(),
    fate.retryAt ?? null,
  );
}
