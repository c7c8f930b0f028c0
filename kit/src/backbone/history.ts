import type { ContextName } from '@voltpark/contracts';
import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Logger } from '../log.js';
import { commonSubject } from './durable.js';
import type { Catalog } from './envelope.js';
import { matching, type Interest } from './follower.js';
import { LiveItem } from './live-item.js';
import type { NatsLine, NatsLink } from './nats-line.js';
import { CursorExpiredError, type LiveEvent } from './port.js';
import { epochOf, streamInfo, streamNameOf } from './stream.js';

export interface HistoryOptions {
  readonly source: ContextName;
  readonly line: NatsLine;
  readonly catalog: Catalog;
  readonly log: Logger;
  readonly epoch: string;
  readonly interest: Interest;
  /** The events behind `after`, up to and with `upTo`. */
  readonly after: number;
  readonly upTo: number;
  readonly signal: AbortSignal;
}

const batch = 256;

/**
 * Reads a stretch of a stream's past, in order. Waits while NATS is away and goes on where it was.
 * @throws CursorExpiredError when the stream does not reach back that far, or is another one by now
 */
export async function* readHistory(
  options: HistoryOptions,
): AsyncGenerator<LiveEvent, void, undefined> {
  let at = options.after;
  while (at < options.upTo) {
    const link = await options.line.link(options.signal);
    try {
      for await (const item of readStretch(options, link, at)) {
        at = item.position;
        const live = matching(item, options.interest);
        if (live !== undefined) yield live;
      }
      return;
    } catch (error) {
      if (error instanceof CursorExpiredError || !link.lost.aborted) throw error;
    }
  }
}

/** True when the stream still has everything behind the position, in the epoch. */
export async function reachesBack(
  link: NatsLink,
  source: ContextName,
  epoch: string,
  after: number,
): Promise<boolean> {
  const info = await streamInfo(link.jsm, source);
  if (info === undefined || epochOf(info) !== epoch) return false;
  return info.state.first_seq <= after + 1 && info.state.last_seq >= after;
}

async function* readStretch(
  options: HistoryOptions,
  link: NatsLink,
  after: number,
): AsyncGenerator<LiveItem, void, undefined> {
  const { source, epoch, interest, upTo } = options;
  if (!(await reachesBack(link, source, epoch, after))) throw new CursorExpiredError();
  const stream = streamNameOf(source);
  const created = await link.jsm.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
    filter_subject: subjectOfInterest(interest),
    inactive_threshold: nanos(30_000),
    mem_storage: true,
  });
  try {
    if (created.num_pending === 0) return;
    const consumer = await link.js.consumers.get(stream, created.name);
    for (;;) {
      const messages = await consumer.fetch({ max_messages: batch, expires: 5_000 });
      for await (const message of messages) {
        if (message.seq > upTo) return;
        yield new LiveItem(message, options);
        if (message.info.pending === 0) return;
      }
    }
  } finally {
    await link.jsm.consumers.delete(stream, created.name).catch(() => undefined);
  }
}

function subjectOfInterest({ types, key }: Interest): string {
  const subject = commonSubject(types);
  return key === undefined ? subject : `${subject.slice(0, -1)}${keyToken(key)}`;
}

/** A key as it stands in a subject. */
export function keyToken(key: string): string {
  return key.replace(/[\s.*>]/g, '_');
}
