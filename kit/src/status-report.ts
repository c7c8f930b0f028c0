import type { ContextStatus } from '@voltpark/contracts';
import type pg from 'pg';
import type { Backbone } from './backbone.js';
import type { Clock } from './clock.js';
import { newId } from './ids.js';
import { limits } from './limits.js';

/** Tells every few seconds how this process of the context does, until it is stopped. */
export function reportStatus(options: {
  readonly context: string;
  readonly pool: pg.Pool;
  readonly backbone: Backbone;
  readonly clock: Clock;
}): () => Promise<void> {
  const instance = newId();
  let telling: Promise<void> | undefined;
  const tell = () => {
    telling ??= statusOf(options, instance)
      .then((status) => options.backbone.statuses.tell(status))
      // A connection that closes this moment: the next report tells, or its absence does.
      .catch(() => undefined)
      .finally(() => {
        telling = undefined;
      });
  };
  const timer = setInterval(tell, limits.statusReportMs).unref();
  tell();
  return async () => {
    clearInterval(timer);
    await telling;
  };
}

async function statusOf(
  { context, pool, backbone, clock }: Parameters<typeof reportStatus>[0],
  instance: string,
): Promise<ContextStatus> {
  const began = performance.now();
  const status = await backbone.status().catch(() => undefined);
  const of = { context, instance, at: clock.now().toISOString() };
  if (status === undefined) {
    const unknown = { database: null, outbox: null, deadLetters: null, consumers: [] };
    return { ...of, leader: false, ...unknown };
  }
  const { leader, outbox, deadLetters, consumers } = status;
  const database = {
    answerMs: performance.now() - began,
    connections: pool.totalCount,
    waiting: pool.waitingCount,
  };
  return { ...of, leader, database, outbox, deadLetters, consumers: [...consumers] };
}
