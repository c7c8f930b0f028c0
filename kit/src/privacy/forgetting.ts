import {
  accountsEvents,
  personSchema,
  type ContextName,
  type ErasureStep,
  type Person,
  type PersonAnswer,
} from '@voltpark/contracts';
import { randomBytes } from 'node:crypto';
import type { LeaderSession } from '../backbone/leadership.js';
import type { NatsLink } from '../backbone/nats-line.js';
import { appendToOutbox } from '../backbone/outbox.js';
import { on, type Reaction } from '../backbone/reaction.js';
import type { Clock } from '../clock.js';
import type { SqlExecutor } from '../database/executor.js';
import { newId } from '../ids.js';
import { forgetHouse } from './forget-house.js';
import { forgetRows, type Found } from './forget-rows.js';
import type { PersonalData } from './personal-data.js';
import { pseudonymsFor, type Pseudonyms } from './pseudonyms.js';
import { deleteMessages, hasTakenIn, lastSequences } from './stream-messages.js';

/** Notes each step of an erasure; the leader works them off. */
export function forgettingReactions<Tx extends SqlExecutor>(clock: Clock): Reaction<Tx>[] {
  const note = async (tx: Tx, erasureId: string, step: ErasureStep, person: Person | null) => {
    await tx.$executeRawUnsafe(
      `INSERT INTO forgetting (id, step, person, secret, updated_at)
       VALUES ($1, $2, $3::jsonb, $4, $5::timestamptz)
       ON CONFLICT (id) DO UPDATE SET step = $2, is_done = false, answer = NULL, marks = '{}',
         person = coalesce($3::jsonb, forgetting.person), updated_at = $5::timestamptz`,
      erasureId,
      step,
      person === null ? null : JSON.stringify(person),
      randomBytes(32).toString('hex'),
      clock.now().toISOString(),
    );
  };
  return [
    on(accountsEvents.customerErasureRequested, ({ data: { erasureId, person } }, tx: Tx) =>
      note(tx, erasureId, 'ASKED', person),
    ),
    on(accountsEvents.customerErasureBegun, ({ data: { erasureId, person } }, tx: Tx) =>
      note(tx, erasureId, 'FORGET', person),
    ),
    on(accountsEvents.customerErasureSealed, ({ data: { erasureId } }, tx: Tx) =>
      note(tx, erasureId, 'SEAL', null),
    ),
    on(accountsEvents.customerErasureWithdrawn, async ({ data: { erasureId } }, tx: Tx) => {
      await tx.$executeRawUnsafe(
        `UPDATE forgetting SET is_done = true, person = NULL, secret = NULL WHERE id = $1`,
        erasureId,
      );
    }),
  ];
}

/** What working off erasures needs. */
export interface ForgettingOptions<Tx extends SqlExecutor> {
  readonly context: ContextName;
  readonly people: PersonalData<Tx>;
  /** The contexts whose events this one takes in. */
  readonly sources: readonly ContextName[];
  readonly session: LeaderSession;
  readonly link: NatsLink;
  readonly transact: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
  readonly clock: Clock;
  readonly wrote: () => void;
}

interface Task {
  readonly id: string;
  readonly step: ErasureStep;
  readonly person: Person;
  readonly names: Pseudonyms;
  readonly marks: Readonly<Record<ContextName, number>>;
}

/** Works off every erasure as far as it goes now. What has to wait is looked at again the next time. */
export async function forgetPeople<Tx extends SqlExecutor>(
  options: ForgettingOptions<Tx>,
): Promise<void> {
  const rows = await options.session.query<{
    id: string;
    step: ErasureStep;
    person: unknown;
    secret: string;
    marks: Record<ContextName, number>;
  }>(
    `SELECT id, step, person, secret, marks FROM forgetting
     WHERE NOT is_done AND person IS NOT NULL ORDER BY updated_at LIMIT 100`,
  );
  for (const { id, step, person: given, secret, marks } of rows) {
    const person = personSchema.parse(given);
    await goOn(options, { id, step, person, marks, names: pseudonymsFor(person, secret) });
  }
}

async function goOn<Tx extends SqlExecutor>(
  options: ForgettingOptions<Tx>,
  task: Task,
): Promise<void> {
  const { people, transact } = options;
  const open = (await transact(async (tx) => people.open?.(tx, task.person))) ?? [];
  if (open.length > 0) return answer(options, task, { outcome: 'WAITING', open: [...open] });
  if (task.step === 'ASKED') return answer(options, task, { outcome: 'DONE', open: [] });
  if (task.step === 'SEAL' && !(await isCaughtUp(options, task))) return;
  const found = await transact((tx) => forgetRows(tx, people, task.names));
  const events = await forgetHouse(options.session, task.id, task.names);
  await addFound(options, task, events === 0 ? found : { ...found, outbox: events });
  if (task.step === 'SEAL') {
    const { link, session, context } = options;
    if (!(await deleteMessages(link, session, context, task.id))) return;
  }
  await answer(options, task, { outcome: 'DONE', open: [] });
}

/** True once everything has been taken in that was published before the erasure came to its last step. */
async function isCaughtUp<Tx extends SqlExecutor>(
  { session, link, sources, context }: ForgettingOptions<Tx>,
  { id, marks }: Task,
): Promise<boolean> {
  if (Object.keys(marks).length > 0) return hasTakenIn(link, context, marks);
  const now = await lastSequences(link, sources);
  await session.query(`UPDATE forgetting SET marks = $2::jsonb WHERE id = $1`, [
    id,
    JSON.stringify(now),
  ]);
  return hasTakenIn(link, context, now);
}

async function addFound<Tx extends SqlExecutor>(
  { session }: ForgettingOptions<Tx>,
  { id }: Task,
  found: Found,
): Promise<void> {
  if (Object.keys(found).length === 0) return;
  await session.query(
    `UPDATE forgetting SET found = (
       SELECT coalesce(jsonb_object_agg(key, rows), '{}') FROM (
         SELECT key, sum(value::int) AS rows FROM (
           SELECT * FROM jsonb_each_text(forgetting.found) UNION ALL SELECT * FROM jsonb_each_text($2::jsonb)) AS each
         GROUP BY key) AS total) WHERE id = $1`,
    [id, JSON.stringify(found)],
  );
}

/** Publishes how far the context is, unless it said so before. Its last word takes the person with it. */
async function answer<Tx extends SqlExecutor>(
  { context, people, transact, clock, wrote }: ForgettingOptions<Tx>,
  { id, step }: Task,
  said: Pick<PersonAnswer, 'outcome' | 'open'>,
): Promise<void> {
  const now = clock.now();
  await transact(async (tx) => {
    const isDone = said.outcome === 'DONE' && step !== 'ASKED';
    const [row] = await tx.$queryRawUnsafe<{ version: number; found: Record<string, number> }[]>(
      `UPDATE forgetting SET answer = $3::jsonb, version = version + 1, is_done = $4, updated_at = $5::timestamptz
       WHERE id = $1 AND step = $2 AND answer IS DISTINCT FROM $3::jsonb RETURNING version, found`,
      id,
      step,
      JSON.stringify(said),
      isDone,
      now.toISOString(),
    );
    if (row === undefined) return;
    const forgotten = Object.keys(row.found);
    const kept = people.tables.flatMap(({ table, kept: reason }) =>
      reason !== undefined && forgotten.includes(table) ? [{ what: table, reason }] : [],
    );
    const data: PersonAnswer = { erasureId: id, step, ...said, found: row.found, kept };
    await appendToOutbox(tx, [
      {
        ...{ id: newId(), type: `${context}.person.answered.v1`, key: id, data },
        ...{ aggregateType: 'person_answer', aggregateId: id, aggregateVersion: row.version },
        ...{ occurredAt: now, tenantId: null, actorId: 'system' },
      },
    ]);
    if (isDone && step === 'SEAL') {
      await tx.$executeRawUnsafe(
        `UPDATE forgetting SET person = NULL, secret = NULL, outbox_ids = '{}' WHERE id = $1`,
        id,
      );
    }
    wrote();
  });
}
