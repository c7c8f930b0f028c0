import type { ContextName } from '@voltpark/contracts';
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type ConsumerConfig,
  type ConsumerInfo,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { BackboneLimits } from './limits.js';
import type { NatsLink } from './nats-line.js';
import { streamNameOf } from './stream.js';

/** The name of a context's consumer of one source, in NATS and in the inbox. */
export function consumerNameOf(context: ContextName, source: ContextName): string {
  return `${context}-from-${source}`;
}

/**
 * The narrowest single subject that covers all types, any key: tokens that differ become wildcards.
 * One subject, as servers before 2.10 know no list of filters.
 */
export function commonSubject(types: readonly string[]): string {
  const [first, ...others] = types.map((type) => type.split('.'));
  if (first === undefined) throw new Error('There are no types to subscribe to.');
  const tokens = first.map((token, place) =>
    others.every((other) => other[place] === token) ? token : '*',
  );
  return [...tokens, '*'].join('.');
}

/**
 * Makes the durable consumer anew, right behind the last event up to which all are acknowledged. So everything
 * open is delivered at once and in order, where redelivery by the server would come late and let newer events
 * of the same aggregate overtake; and nothing goes to a former leader that still waits for its pull. After a
 * change of epoch it begins from the start, as the inbox knows what it has.
 */
export async function prepareConsumer(
  options: {
    readonly context: ContextName;
    readonly source: ContextName;
    readonly types: readonly string[];
    readonly link: NatsLink;
    readonly limits: BackboneLimits;
  },
  epoch: string,
): Promise<void> {
  const { context, source, types, link, limits } = options;
  const stream = streamNameOf(source);
  const name = consumerNameOf(context, source);
  const description = `${context} reads ${source}; epoch ${epoch}`;
  const filter = commonSubject(types);
  const present = await consumerInfo(link, stream, name);
  const sameEpoch = present?.config.description === description;
  if (present !== undefined) await link.jsm.consumers.delete(stream, name);
  // Before its first acknowledgement a consumer reports 0, wherever it began.
  const begun = sameEpoch ? (present.config.opt_start_seq ?? 1) : 1;
  const from = sameEpoch ? Math.max(begun, present.ack_floor.stream_seq + 1) : 1;
  const config: Partial<ConsumerConfig> = {
    durable_name: name,
    description,
    filter_subject: filter,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(limits.ackWaitMs),
    max_ack_pending: limits.consumerWindow,
    // Attempts are counted in the database, where they survive a consumer that is made anew; a server that
    // counted as well would silently drop what it has delivered too often.
    max_deliver: -1,
    ...(from === 1
      ? { deliver_policy: DeliverPolicy.All }
      : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from }),
  };
  await link.jsm.consumers.add(stream, config);
}

async function consumerInfo(
  link: NatsLink,
  stream: string,
  name: string,
): Promise<ConsumerInfo | undefined> {
  try {
    return await link.jsm.consumers.info(stream, name);
  } catch (error) {
    const gone =
      error instanceof JetStreamApiError &&
      (error.code === JetStreamApiCodes.ConsumerNotFound ||
        error.code === JetStreamApiCodes.StreamNotFound);
    if (gone) return undefined;
    throw error;
  }
}

/** How many events of the source a context has not taken in; null when it cannot be told. */
export async function consumerLag(
  link: NatsLink,
  context: ContextName,
  source: ContextName,
): Promise<number | null> {
  const info = await durableConsumer(link, context, source).catch(() => undefined);
  return info === undefined ? null : info.num_pending + info.num_ack_pending;
}

/** True when a consumer has taken in everything up to a sequence, or everything there is for it. */
export function hasPassed(info: ConsumerInfo, sequence: number): boolean {
  const isEmpty = info.num_pending + info.num_ack_pending === 0;
  return isEmpty || info.ack_floor.stream_seq >= sequence;
}

/** The durable consumer of one source, as it stands; undefined when there is none. */
export function durableConsumer(
  link: NatsLink,
  context: ContextName,
  source: ContextName,
): Promise<ConsumerInfo | undefined> {
  return consumerInfo(link, streamNameOf(source), consumerNameOf(context, source));
}
