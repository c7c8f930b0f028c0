import { contextOfType, type ContextName } from '@voltpark/contracts';
import type { Clock } from '../clock.js';
import type { SqlExecutor } from '../database/executor.js';
import type { Logger } from '../log.js';
import type { Participation } from './backbone.js';
import { consume } from './consumer.js';
import { consumerNameOf } from './durable.js';
import type { Catalog } from './envelope.js';
import { tidyUp } from './housekeeping.js';
import { Inbox } from './inbox.js';
import { forgetPeople } from '../privacy/forgetting.js';
import type { LeaderSession } from './leadership.js';
import type { BackboneLimits } from './limits.js';
import type { NatsLine, NatsLink } from './nats-line.js';
import { relay } from './relay.js';
import { giveSecondChances } from './second-chance.js';
import { aborted, pause, persist, type Doorbell } from './waiting.js';

export interface LeaderOptions<Tx extends SqlExecutor> {
  readonly context: ContextName;
  readonly line: NatsLine;
  readonly participation: Participation<Tx>;
  readonly catalog: Catalog;
  readonly doorbell: Doorbell;
  readonly replicas: number;
  readonly limits: BackboneLimits;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The types that a context reacts to, by the context that publishes them. */
export function sourcesOf<Tx extends SqlExecutor>(
  participation: Participation<Tx>,
): ReadonlyMap<ContextName, readonly string[]> {
  const sources = new Map<ContextName, Set<string>>();
  for (const { event } of participation.reactions) {
    const source = contextOfType(event.type);
    sources.set(source, (sources.get(source) ?? new Set()).add(event.type));
  }
  return new Map([...sources].map(([source, types]) => [source, [...types].sort()]));
}

/** Everything that only a context's leader does, until the signal is aborted. */
export async function lead<Tx extends SqlExecutor>(
  options: LeaderOptions<Tx>,
  session: LeaderSession,
  signal: AbortSignal,
): Promise<void> {
  const { context, line, limits, log } = options;
  const sources = sourcesOf(options.participation);
  const inboxes = new Map(
    [...sources.keys()].map((source) => {
      const consumer = consumerNameOf(context, source);
      return [consumer, new Inbox({ ...options, consumer })] as const;
    }),
  );
  const onLink = (
    what: string,
    work: (link: NatsLink, during: AbortSignal) => Promise<void>,
  ): Promise<void> =>
    persist({
      signal,
      pauseMs: limits.natsRetryMs,
      failed: (error) => log.warn({ reason: String(error) }, `${what} was interrupted`),
      work: async () => {
        const link = await line.link(signal);
        await work(link, AbortSignal.any([signal, link.lost]));
      },
    });
  await Promise.all([
    onLink('relay', (link, during) => relay({ ...options, session, link }, during)),
    ...[...sources].map(([source, types]) =>
      onLink(`consumer of ${source}`, async (link, during) => {
        const inbox = inboxes.get(consumerNameOf(context, source));
        if (inbox !== undefined) await consume({ ...options, source, types, inbox, link }, during);
      }),
    ),
    regularly(signal, limits.retryPollMs, log, async () => {
      if (inboxes.size === 0) return;
      while (await giveSecondChances({ ...options, session, inboxes })) if (signal.aborted) return;
    }),
    onLink('forgetting', async (link, during) => {
      const { people, transact } = options.participation;
      if (people === undefined) return aborted(during);
      const parts = { context, people, transact, session, link, clock: options.clock };
      const wrote = () => options.doorbell.ring();
      await regularly(during, limits.forgettingPollMs, log, () =>
        forgetPeople({ ...parts, sources: [...sources.keys()], wrote }),
      );
    }),
    regularly(signal, limits.housekeepingMs, log, async () => {
      await tidyUp(session, options.clock, limits);
    }),
  ]);
}

async function regularly(
  signal: AbortSignal,
  everyMs: number,
  log: Logger,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) log.warn({ reason: String(error) }, 'a regular task failed');
    }
    await pause(everyMs, signal);
  }
}
