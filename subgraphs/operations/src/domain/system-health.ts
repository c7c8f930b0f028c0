import type { ContextStatus } from '@voltpark/contracts';

/** OK; LATE: events or people wait; DOWN: its database does not answer; SILENT: nothing was heard of it. */
export type ContextState = 'OK' | 'LATE' | 'DOWN' | 'SILENT';

/** What is too much. */
export const systemLimits = {
  silentMs: 20_000,
  outboxSeconds: 30,
  consumerLag: 1_000,
  poolWaiting: 10,
  databaseMs: 1_000,
  /** A process that ended is forgotten after this time. */
  forgottenMs: 10 * 60_000,
} as const;

/** The newest status of one process, and when it was heard, by our own clock. */
export interface HeardStatus {
  readonly status: ContextStatus;
  readonly heardAt: Date;
}

/** How a context does, of all its processes together. */
export interface ContextHealth {
  readonly context: string;
  readonly state: ContextState;
  readonly problems: readonly string[];
  readonly lastHeardAt: Date | null;
  readonly processCount: number;
  readonly outbox: ContextStatus['outbox'];
  readonly deadLetters: ContextStatus['deadLetters'];
  readonly consumers: ContextStatus['consumers'];
  readonly database: ContextStatus['database'];
}

/** Judges a context by what its processes told last. Counts are those of its leader, which all of them read alike. */
export function judgeContext(
  context: string,
  heard: readonly HeardStatus[],
  now: Date,
): ContextHealth {
  const byAge = heard.toSorted((a, b) => b.heardAt.getTime() - a.heardAt.getTime());
  const alive = byAge.filter(
    ({ heardAt }) => now.getTime() - heardAt.getTime() <= systemLimits.silentMs,
  );
  const lastHeardAt = byAge[0]?.heardAt ?? null;
  const chosen = alive.find(({ status }) => status.leader) ?? alive[0];
  const counted = { context, lastHeardAt, processCount: alive.length };
  if (chosen === undefined) {
    const nothing = { outbox: null, deadLetters: null, consumers: [], database: null };
    return { ...counted, ...nothing, state: 'SILENT', problems: ['nothing heard of it'] };
  }
  const { outbox, deadLetters, consumers, database } = chosen.status;
  const problems = problemsOf(
    chosen.status,
    alive.some(({ status }) => status.leader),
  );
  const state = database === null ? 'DOWN' : problems.length > 0 ? 'LATE' : 'OK';
  return { ...counted, outbox, deadLetters, consumers, database, state, problems };
}

function problemsOf({ database, outbox, deadLetters, consumers }: ContextStatus, isLed: boolean) {
  if (database === null) return ['the database does not answer'];
  const late = consumers.filter(({ lag }) => lag !== null && lag > systemLimits.consumerLag);
  return [
    ...(isLed ? [] : ['no process publishes and consumes']),
    ...(database.answerMs > systemLimits.databaseMs ? ['the database is slow'] : []),
    ...(database.waiting > systemLimits.poolWaiting ? ['requests wait for a connection'] : []),
    ...((outbox?.oldestSeconds ?? 0) > systemLimits.outboxSeconds ? ['the outbox is late'] : []),
    ...late.map(({ source }) => `events of ${source} wait`),
    ...((deadLetters?.parked ?? 0) > 0 ? ['dead letters wait for a person'] : []),
  ];
}
