import pg from 'pg';
import type { Logger } from '../log.js';
import type { BackboneLimits } from './limits.js';
import { heardByMany, pause, persist } from './waiting.js';

/**
 * The advisory lock of a context's leader, "lead" in ASCII. Locks are per database, and every context has
 * one of its own, so one number serves them all.
 */
const leaderLock = 0x6c_65_61_64;

/** Runs one statement. */
export type Query = <Row extends pg.QueryResultRow = pg.QueryResultRow>(
  sql: string,
  values?: readonly unknown[],
) => Promise<Row[]>;

/** The leader's own database session. Whoever loses it can no longer write as the leader. */
export interface LeaderSession {
  readonly query: Query;
  /** Aborted when the session, and with it the lock, is gone. */
  readonly lost: AbortSignal;
}

/**
 * Stands for leadership of a context until the signal is aborted. `lead` runs while this process holds the
 * lock; it must end soon after its signal is aborted. When a leader's session dies, the database gives the
 * lock to the next candidate.
 */
export async function standForLeader(options: {
  readonly databaseUrl: string;
  readonly name: string;
  readonly limits: BackboneLimits;
  readonly log: Logger;
  readonly signal: AbortSignal;
  lead(session: LeaderSession, signal: AbortSignal): Promise<void>;
}): Promise<void> {
  const { signal, limits, log } = options;
  await persist({
    signal,
    pauseMs: limits.leaderTryMs,
    failed: (error) => log.warn({ reason: String(error) }, 'no session for the leader lock'),
    work: async () => {
      const client = new pg.Client({
        connectionString: options.databaseUrl,
        application_name: options.name,
        keepAlive: true,
        connectionTimeoutMillis: limits.sessionTimeoutMs,
        query_timeout: limits.sessionTimeoutMs,
      });
      const lost = new AbortController();
      client.on('error', () => lost.abort());
      client.on('end', () => lost.abort());
      try {
        await client.connect();
        const during = heardByMany(AbortSignal.any([signal, lost.signal]));
        await untilLeader(client, during, limits);
        if (during.aborted) return;
        log.debug('leads');
        const session = sessionOn(client, lost.signal);
        const proof = proveAlive(session, lost, during, limits);
        await options.lead(session, during);
        await proof;
      } finally {
        lost.abort();
        await client.end().catch(() => undefined);
      }
    },
  });
}

async function untilLeader(
  client: pg.Client,
  signal: AbortSignal,
  limits: BackboneLimits,
): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await client.query<{ won: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS won',
      [leaderLock],
    );
    if (rows[0]?.won === true) return;
    await pause(limits.leaderTryMs, signal);
  }
}

/** Asks the session for a sign of life, so that a silent network is noticed as well as a broken one. */
async function proveAlive(
  session: LeaderSession,
  lost: AbortController,
  signal: AbortSignal,
  limits: BackboneLimits,
): Promise<void> {
  while (!signal.aborted) {
    await pause(limits.leaderProofMs, signal);
    if (!signal.aborted) await session.query('SELECT 1').catch(() => lost.abort());
  }
}

function sessionOn(client: pg.Client, lost: AbortSignal): LeaderSession {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    lost,
    // One after another: a client of pg takes one query at a time.
    query: <Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
      const turn = tail.then(() => client.query<Row>(sql, [...values]));
      tail = turn.catch(() => undefined);
      return turn.then(({ rows }) => rows);
    },
  };
}
