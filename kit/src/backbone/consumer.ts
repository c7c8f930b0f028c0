import { contextOfType, type ContextName } from '@voltpark/contracts';
import type { JsMsg } from '@nats-io/jetstream';
import type { SqlExecutor } from '../database/executor.js';
import type { Logger } from '../log.js';
import { consumerNameOf, prepareConsumer } from './durable.js';
import { aggregateOf } from './envelope.js';
import type { Received } from './inbox-rows.js';
import type { Inbox } from './inbox.js';
import { Lanes } from './lanes.js';
import type { BackboneLimits } from './limits.js';
import type { NatsLink } from './nats-line.js';
import { epochOf, streamInfo, streamNameOf } from './stream.js';
import { pause } from './waiting.js';

export interface ConsumerOptions<Tx extends SqlExecutor> {
  readonly context: ContextName;
  readonly source: ContextName;
  /** Types that the context reacts to, all of the source. */
  readonly types: readonly string[];
  readonly inbox: Inbox<Tx>;
  readonly link: NatsLink;
  readonly limits: BackboneLimits;
  readonly log: Logger;
}

/**
 * Takes in one source's events over one NATS link, in parallel across aggregates and one after another
 * within one. Ends when the signal is aborted; throws when stream, link or database fail, and is then begun
 * again, from what has not been acknowledged.
 */
export async function consume<Tx extends SqlExecutor>(
  options: ConsumerOptions<Tx>,
  signal: AbortSignal,
): Promise<void> {
  const { context, source, link, limits, log } = options;
  const info = await streamInfo(link.jsm, source);
  const epoch = info === undefined ? undefined : epochOf(info);
  if (epoch === undefined) {
    log.debug({ source }, 'the source has no stream yet');
    return;
  }
  await prepareConsumer(options, epoch);
  const consumer = await link.js.consumers.get(
    streamNameOf(source),
    consumerNameOf(context, source),
  );
  const messages = await consumer.consume({
    max_messages: limits.consumerWindow,
    abort_on_missing_resource: true,
  });
  const delivery = new Delivery(options, (error) => {
    void messages.close();
    log.warn({ source, reason: String(error) }, 'taking in was interrupted');
  });
  const close = (): void => void messages.close();
  signal.addEventListener('abort', close, { once: true });
  // Whoever stops while the consumer is being made has aborted before anybody listened.
  if (signal.aborted) close();
  const watched = new AbortController();
  const watch = watchEpoch(options, epoch, AbortSignal.any([signal, watched.signal]), close);
  try {
    let expected = 1;
    for await (const message of messages) {
      // A gap means that another process was given an event: what follows must not overtake it.
      if (message.info.deliverySequence !== expected++) break;
      delivery.receive(message);
    }
  } finally {
    signal.removeEventListener('abort', close);
    watched.abort();
    await messages.close();
    // The server must know that nobody pulls here before another one may lead.
    if (!link.lost.aborted) await link.connection.flush().catch(() => undefined);
    await delivery.close();
    await watch;
  }
}

/** A message with what was read of it. */
interface Delivered {
  readonly message: JsMsg;
  readonly received: Received;
}

/** Messages that were delivered and are not yet acknowledged. */
class Delivery<Tx extends SqlExecutor> {
  readonly #lanes: Lanes<Delivered>;
  readonly #inFlight = new Set<JsMsg>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(
    private readonly options: ConsumerOptions<Tx>,
    failed: (error: unknown) => void,
  ) {
    const { consumerLanes: width, consumerBatch: batch, consumerRestMs: restMs } = options.limits;
    this.#lanes = new Lanes({ width, batch, restMs, work: (items) => this.#take(items), failed });
    // Whatever waits in its lane keeps its place: the server must not deliver it a second time meanwhile.
    this.#heartbeat = setInterval(() => {
      for (const message of this.#inFlight) message.working();
    }, options.limits.ackWaitMs / 3);
  }

  receive(message: JsMsg): void {
    const received = readMessage(message);
    if (!this.options.types.includes(received.type)) {
      message.ack();
      return;
    }
    this.#inFlight.add(message);
    const aggregate = aggregateOf(received.body);
    const lane =
      aggregate === undefined ? received.eventId : `${aggregate.type}\u0000${aggregate.id}`;
    this.#lanes.add(lane, { message, received });
  }

  async close(): Promise<void> {
    await this.#lanes.close();
    clearInterval(this.#heartbeat);
  }

  async #take(batch: readonly Delivered[]): Promise<void> {
    const outcomes = await this.options.inbox.take(batch.map(({ received }) => received));
    for (const [place, { message, received }] of batch.entries()) {
      this.#inFlight.delete(message);
      message.ack();
      const outcome = outcomes[place];
      if (outcome !== 'RETRYING' && outcome !== 'PARKED') continue;
      const { eventId: event, type } = received;
      this.options.log.warn({ event, type, outcome }, 'an event could not be taken in');
    }
  }
}

function readMessage(message: JsMsg): Received {
  const type = message.subject.split('.').slice(0, 4).join('.');
  const messageId = message.headers?.get('Nats-Msg-Id') ?? '';
  let body: unknown;
  try {
    body = message.json();
  } catch {
    body = { unreadable: message.string() };
  }
  const id = (body as { id?: unknown } | null)?.id;
  return {
    eventId:
      typeof id === 'string' && id !== ''
        ? id
        : messageId || `${contextOfType(type)}:${message.seq}`,
    type,
    subject: message.subject,
    body,
  };
}

/** Ends the consuming when the stream has begun another epoch: the consumer's place in it means nothing then. */
async function watchEpoch<Tx extends SqlExecutor>(
  { link, source, limits }: ConsumerOptions<Tx>,
  epoch: string,
  signal: AbortSignal,
  changed: () => void,
): Promise<void> {
  for (;;) {
    await pause(limits.reconcileMs, signal);
    if (signal.aborted) return;
    const info = await streamInfo(link.jsm, source).catch(() => undefined);
    if (info === undefined || epochOf(info) !== epoch) return changed();
  }
}
