import type { ContextName } from '@voltpark/contracts';
import type { StreamInfo } from '@nats-io/jetstream';
import type { Clock } from '../clock.js';
import type { Logger } from '../log.js';
import type { LeaderSession } from './leadership.js';
import type { BackboneLimits } from './limits.js';
import type { NatsLink } from './nats-line.js';
import { epochOf, newEpoch, streamConfig, streamInfo, streamNameOf } from './stream.js';

export interface ReconcileOptions {
  readonly context: ContextName;
  readonly session: LeaderSession;
  readonly link: NatsLink;
  readonly replicas: number;
  readonly limits: BackboneLimits;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The stream as it is in force: its epoch and its last sequence. */
export interface StreamInForce {
  readonly epoch: string;
  readonly lastSeq: number;
}

/** What the outbox knows of its stream. */
interface Known {
  readonly epoch: string | undefined;
  /** Highest sequence that was ever acknowledged and noted, 0 before the first. */
  readonly lastSeq: number;
}

/**
 * Brings stream and outbox to agreement. Postgres is the truth: what the stream has lost is marked as
 * unpublished again and a new epoch begins; what the stream has and the outbox does not know of (a leader
 * died between the acknowledgement and its note) is noted. Creates the stream when there is none.
 */
export async function reconcile(options: ReconcileOptions): Promise<StreamInForce> {
  const { session, link, context, log } = options;
  const known = await readKnown(session, context);
  const info = await streamInfo(link.jsm, context);
  if (info === undefined) return renew(options, known, undefined, 0);
  if (known.epoch === undefined && known.lastSeq === 0) return adopt(options, info);
  if (known.epoch === undefined || epochOf(info) !== known.epoch) {
    log.warn({ stream: info.config.name }, 'the stream is another one than before');
    return renew(options, known, info, 0);
  }
  if (info.state.last_seq < known.lastSeq) {
    log.warn({ has: info.state.last_seq, had: known.lastSeq }, 'the stream has lost its tail');
    return renew(options, known, info, info.state.last_seq);
  }
  if (await lostItsHead(options, info)) {
    log.warn({ stream: info.config.name }, 'the stream was emptied before its time');
    return renew(options, known, info, 0);
  }
  await noteUnrecorded(options, known.lastSeq, info.state.last_seq);
  if (info.config.num_replicas !== options.replicas) await configure(options, info, known.epoch);
  return { epoch: known.epoch, lastSeq: info.state.last_seq };
}

async function readKnown(session: LeaderSession, context: ContextName): Promise<Known> {
  const [row] = await session.query<{ epoch: string | null; last: string | null }>(
    `SELECT (SELECT epoch FROM stream_state WHERE stream = $1) AS epoch,
            (SELECT max(stream_seq) FROM outbox)::text AS last`,
    [streamNameOf(context)],
  );
  return { epoch: row?.epoch ?? undefined, lastSeq: Number(row?.last ?? 0) };
}

/** A stream that nothing in this outbox was ever published to: taken as it is. */
async function adopt(options: ReconcileOptions, info: StreamInfo): Promise<StreamInForce> {
  const epoch = epochOf(info) ?? newEpoch(options.clock.now());
  if (epochOf(info) === undefined) await configure(options, info, epoch);
  await options.session.query(upsertState, state(options, epoch, info.state.last_seq));
  return { epoch, lastSeq: info.state.last_seq };
}

const upsertState = `INSERT INTO stream_state (stream, epoch, last_seq, updated_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (stream) DO UPDATE SET epoch = $2, last_seq = $3, updated_at = $4`;

const state = (options: ReconcileOptions, epoch: string, lastSeq: number): unknown[] => [
  streamNameOf(options.context),
  epoch,
  lastSeq,
  options.clock.now(),
];

/**
 * Begins a new epoch: what was published behind `intactUpTo` counts as unpublished again, as far as the
 * stream would still keep it. The outbox is changed first: if we die in between, the next leader finds an
 * epoch that the stream does not have, and publishes more than needed, never less.
 */
async function renew(
  options: ReconcileOptions,
  known: Known,
  info: StreamInfo | undefined,
  intactUpTo: number,
): Promise<StreamInForce> {
  const { session, link, context, limits, clock, log } = options;
  const epoch = newEpoch(clock.now());
  const keptSince = new Date(clock.now().getTime() - limits.streamRetentionMs);
  await forgetBehind(session, intactUpTo, keptSince, limits.renewBatch);
  await session.query(upsertState, state(options, epoch, intactUpTo));
  if (info === undefined) {
    await link.jsm.streams.add(
      streamConfig({ context, epoch, replicas: options.replicas, limits }),
    );
  } else {
    // What survived without what came before it would reach consumers out of order.
    if (intactUpTo === 0) await link.jsm.streams.purge(info.config.name);
    await configure(options, info, epoch);
  }
  if (known.lastSeq > intactUpTo) log.warn({ epoch, intactUpTo }, 'publishing again what was lost');
  const after = await streamInfo(link.jsm, context);
  return { epoch, lastSeq: after?.state.last_seq ?? 0 };
}

/**
 * Counts what was published behind a sequence as unpublished. In batches, as it may be the history of a month,
 * and from the lowest sequence on: as long as the highest is noted, the loss is noticed again should we die.
 */
async function forgetBehind(
  session: LeaderSession,
  intactUpTo: number,
  keptSince: Date,
  batch: number,
): Promise<void> {
  for (;;) {
    const rows = await session.query(
      `UPDATE outbox SET stream_seq = CASE WHEN published_at < $2 THEN 0 END,
              published_at = CASE WHEN published_at < $2 THEN published_at END, republished = true
       WHERE id IN (SELECT id FROM outbox WHERE stream_seq > $1 ORDER BY stream_seq LIMIT $3) RETURNING 1`,
      [intactUpTo, keptSince, batch],
    );
    if (rows.length < batch) return;
  }
}

async function configure(
  options: ReconcileOptions,
  info: StreamInfo,
  epoch: string,
): Promise<void> {
  const { link, context, replicas, limits } = options;
  await link.jsm.streams.update(
    info.config.name,
    streamConfig({ context, epoch, replicas, limits }),
  );
}

/** True when the newest event before the stream's first should still be kept by it. */
async function lostItsHead(options: ReconcileOptions, info: StreamInfo): Promise<boolean> {
  const { session, limits, clock } = options;
  const [row] = await session.query<{ published_at: Date }>(
    `SELECT published_at FROM outbox WHERE stream_seq > 0 AND stream_seq < $1
     ORDER BY stream_seq DESC LIMIT 1`,
    [Math.max(info.state.first_seq, 1)],
  );
  if (row === undefined) return false;
  // The two clocks may differ: near the end of its time an event may be gone already.
  const expectedSince = clock.now().getTime() - limits.streamRetentionMs * 0.98;
  return row.published_at.getTime() > expectedSince;
}

/** Notes events that the stream has and the outbox counts as unpublished, by their message ids. */
async function noteUnrecorded(
  options: ReconcileOptions,
  from: number,
  upTo: number,
): Promise<void> {
  const { session, link, context, limits, clock } = options;
  const last = Math.min(upTo, from + 2 * limits.relayBatch);
  for (let seq = from + 1; seq <= last; seq++) {
    const message = await link.jsm.streams.getMessage(streamNameOf(context), { seq });
    const id = message?.header.get('Nats-Msg-Id').slice(0, uuidLength);
    if (id?.length !== uuidLength) continue;
    await session.query(
      `UPDATE outbox SET published_at = $2, stream_seq = $3 WHERE id = $1::uuid AND published_at IS NULL`,
      [id, clock.now(), seq],
    );
  }
}

const uuidLength = 36;
