import type { ContextName } from '@voltpark/contracts';
import { subjectOf } from '@voltpark/contracts';
import { headers } from '@nats-io/transport-node';
import { newId } from '../ids.js';
import { outboxConsumer } from './dead-letters.js';
import { hearOthers } from './doorbell.js';
import {
  checkedEvent,
  envelopeOf,
  InvalidEventError,
  type Catalog,
  type OutboxRow,
} from './envelope.js';
import { reconcile, type ReconcileOptions, type StreamInForce } from './reconcile.js';
import { epochHeader, republishedHeader, streamNameOf } from './stream.js';
import { pause, type Doorbell } from './waiting.js';

export interface RelayOptions extends ReconcileOptions {
  readonly context: ContextName;
  readonly catalog: Catalog;
  readonly doorbell: Doorbell;
}

/**
 * Publishes the outbox over one NATS link: every committed row at least once and, by its message id, once in
 * the stream; one after another within an aggregate, side by side across aggregates. Ends when the signal is
 * aborted; throws when stream or link fail, and is then begun again, with a reconciliation.
 */
export async function relay(options: RelayOptions, signal: AbortSignal): Promise<void> {
  const deafen = hearOthers(options.link, options.context, options.doorbell);
  try {
    await relayWhileHearing(options, signal);
  } finally {
    deafen();
  }
}

async function relayWhileHearing(options: RelayOptions, signal: AbortSignal): Promise<void> {
  const { limits, doorbell } = options;
  let stream = await reconcile(options);
  let lookAgainAt = performance.now() + limits.reconcileMs;
  let quietPolls = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const rows = await unpublished(options);
    if (rows.length > 0) {
      stream = { ...stream, lastSeq: await publishBatch(options, stream, rows, signal) };
      quietPolls = 0;
      const restMs = began + limits.relayGatherMs - performance.now();
      if (rows.length < limits.relayBatch && restMs > 0) await pause(restMs, signal);
      continue;
    }
    const busy = quietPolls++ < 20;
    await doorbell.wait(busy ? limits.relayBusyPollMs : limits.relayIdlePollMs, signal);
    if (performance.now() > lookAgainAt && !signal.aborted) {
      stream = await reconcile(options);
      lookAgainAt = performance.now() + limits.reconcileMs;
    }
  }
}

function unpublished({ session, limits }: RelayOptions): Promise<OutboxRow[]> {
  // Ordered as the index is, so that a long backlog is never sorted.
  return session.query<OutboxRow>(
    `SELECT id, type, key, aggregate_type, aggregate_id, aggregate_version::text, data, occurred_at,
            tenant_id, actor_id, traceparent, republished
     FROM outbox WHERE published_at IS NULL ORDER BY published_at, position LIMIT $1`,
    [limits.relayBatch],
  );
}

/** An acknowledged event. */
interface Acknowledged {
  readonly id: string;
  readonly seq: number;
}

/** Publishes rows and notes what was acknowledged, also when some failed. Returns the stream's last sequence. */
async function publishBatch(
  options: RelayOptions,
  stream: StreamInForce,
  rows: readonly OutboxRow[],
  signal: AbortSignal,
): Promise<number> {
  const lanes = new Map<string, OutboxRow[]>();
  for (const row of rows) {
    const aggregate = `${row.aggregate_type}\u0000${row.aggregate_id}`;
    const lane = lanes.get(aggregate);
    if (lane === undefined) lanes.set(aggregate, [row]);
    else lane.push(row);
  }
  const acknowledged: Acknowledged[] = [];
  const refused: { readonly row: OutboxRow; readonly reason: string }[] = [];
  const failures: unknown[] = [];
  let lastSeq = stream.lastSeq;
  const waiting = [...lanes.values()];
  const worker = async (): Promise<void> => {
    for (let lane = waiting.pop(); lane !== undefined; lane = waiting.pop()) {
      for (const row of lane) {
        if (signal.aborted || failures.length > 0) return;
        try {
          const ack = await publish(options, stream.epoch, row);
          if (!ack.duplicate && ack.seq <= stream.lastSeq) {
            throw new Error(`The stream went back from ${stream.lastSeq} to ${ack.seq}.`);
          }
          acknowledged.push({ id: row.id, seq: ack.seq });
          if (ack.seq > lastSeq) lastSeq = ack.seq;
        } catch (error) {
          if (error instanceof InvalidEventError) refused.push({ row, reason: error.message });
          else failures.push(error);
        }
      }
    }
  };
  waiting.reverse();
  await Promise.all(
    Array.from({ length: Math.min(options.limits.publishWindow, waiting.length) }, worker),
  );
  await note(options, acknowledged, lastSeq);
  for (const { row, reason } of refused) await setAside(options, row, reason);
  if (failures.length > 0) throw failures[0];
  return lastSeq;
}

function publish(
  options: RelayOptions,
  epoch: string,
  row: OutboxRow,
): Promise<{ readonly seq: number; readonly duplicate: boolean }> {
  const { link, catalog, limits, context } = options;
  const envelope = envelopeOf(row);
  checkedEvent(envelope, catalog);
  const head = headers();
  head.set(epochHeader, epoch);
  if (row.republished) head.set(republishedHeader, '1');
  const payload = Buffer.from(JSON.stringify(envelope));
  const room = (link.connection.info?.max_payload ?? Infinity) - limits.headerBytes;
  if (payload.length > room) {
    throw new InvalidEventError(
      `the envelope has ${payload.length} bytes, the server takes ${room}`,
    );
  }
  return link.js.publish(subjectOf(row.type, row.key), payload, {
    // A server that lost events may well remember their ids: those of another epoch must be new to it.
    msgID: row.republished ? `${row.id}.${epoch}` : row.id,
    headers: head,
    timeout: limits.publishTimeoutMs,
    expect: { streamName: streamNameOf(context) },
  });
}

async function note(
  { session, context, clock }: RelayOptions,
  acknowledged: readonly Acknowledged[],
  lastSeq: number,
): Promise<void> {
  if (acknowledged.length === 0) return;
  await session.query(
    `WITH progress AS (UPDATE stream_state SET last_seq = $3, updated_at = $4 WHERE stream = $5)
     UPDATE outbox SET published_at = $4, stream_seq = acknowledged.seq
     FROM unnest($1::uuid[], $2::bigint[]) AS acknowledged (id, seq) WHERE outbox.id = acknowledged.id`,
    [
      acknowledged.map(({ id }) => id),
      acknowledged.map(({ seq }) => seq),
      lastSeq,
      clock.now(),
      streamNameOf(context),
    ],
  );
}

/**
 * A row that does not fit its own schema is a fault of this context's code, and no repetition mends it: it is
 * put into the dead letters, where a person sees it, and what comes behind it goes on.
 */
async function setAside(options: RelayOptions, row: OutboxRow, reason: string): Promise<void> {
  const { session, clock, log } = options;
  log.error({ event: row.id, type: row.type, reason }, 'an event does not fit its schema');
  await session.query(
    `WITH letter AS (
       INSERT INTO dead_letter (id, consumer, event_id, type, subject, aggregate_type, aggregate_id, envelope, reason, attempts, parked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10)
       ON CONFLICT (consumer, event_id) DO UPDATE SET reason = $9, attempts = dead_letter.attempts + 1)
     UPDATE outbox SET published_at = $10, stream_seq = 0 WHERE id = $3::uuid`,
    [
      newId(),
      outboxConsumer,
      row.id,
      row.type,
      subjectOf(row.type, row.key),
      row.aggregate_type,
      row.aggregate_id,
      JSON.stringify(envelopeOf(row)),
      reason,
      clock.now(),
    ],
  );
}
