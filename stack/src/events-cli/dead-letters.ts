import {
  administer,
  discardLetter,
  listLetters,
  replayLetters,
  type DeadLetter,
} from '@voltpark/kit/backbone';
import { setTimeout as wait } from 'node:timers/promises';
import { tableOf } from './table.js';
import { UsageError, type Targets } from './targets.js';

/** How long a replay is watched before its outcome is left to the running context. */
const replayWatchMs = 10_000;
const replayLookMs = 200;

/** Runs `dead-letters <action> [id…]` and returns what to print. */
export async function deadLetters(
  action: string | undefined,
  ids: readonly string[],
  { databases }: Targets,
): Promise<string> {
  switch (action) {
    case 'list':
      return list(databases);
    case 'show':
      return show(databases, required(ids, 'show'));
    case 'replay':
      return replay(databases, ids);
    case 'discard':
      return discard(databases, required(ids, 'discard'));
    default:
      throw new UsageError('Say what to do with dead letters: list, show, replay or discard.');
  }
}

type Databases = Targets['databases'];

function required(ids: readonly string[], action: string): readonly string[] {
  if (ids.length === 0) throw new UsageError(`Name the dead letters to ${action} by their ids.`);
  return ids;
}

async function lettersOf(
  databases: Databases,
  options: { readonly ids?: readonly string[] } = {},
): Promise<{ readonly context: string; readonly letter: DeadLetter }[]> {
  const found = await Promise.all(
    [...databases].map(async ([context, url]) =>
      (await administer(url, (tx) => listLetters(tx, options))).map((letter) => ({
        context,
        letter,
      })),
    ),
  );
  return found.flat();
}

async function list(databases: Databases): Promise<string> {
  const rows = (await lettersOf(databases)).map(({ context, letter }) => [
    letter.id,
    context,
    letter.consumer,
    letter.type,
    letter.aggregate ?? '–',
    letter.state,
    String(letter.attempts),
    letter.parkedAt.toISOString(),
    shortened(letter.reason),
  ]);
  if (rows.length === 0) return 'There are no dead letters.';
  return tableOf(
    ['id', 'context', 'consumer', 'type', 'aggregate', 'state', 'attempts', 'since', 'reason'],
    rows,
  );
}

const shortened = (reason: string): string => {
  const line = reason.replaceAll(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
};

async function show(databases: Databases, ids: readonly string[]): Promise<string> {
  const found = await lettersOf(databases, { ids });
  if (found.length === 0) throw new UsageError('There is no such dead letter.');
  return found
    .map(({ context, letter }) => JSON.stringify({ context, ...letter }, undefined, 2))
    .join('\n');
}

async function replay(databases: Databases, ids: readonly string[]): Promise<string> {
  const chosen = ids.length === 0 ? {} : { ids };
  let tried = 0;
  for (const url of databases.values()) {
    tried += await administer(url, (tx) => replayLetters(tx, chosen));
  }
  if (tried === 0) return 'There are no such dead letters.';
  // The contexts that run take the letters in, as they alone have the reactions.
  const until = Date.now() + replayWatchMs;
  for (;;) {
    const left = (await lettersOf(databases)).map(({ letter }) => letter);
    const untried = left.filter(({ attempts }) => attempts === 0);
    const failed = left.filter(({ attempts }) => attempts > 0);
    // Behind one that failed again, the others wait as before.
    const open = untried.filter(
      ({ aggregate, consumer }) =>
        !failed.some((other) => other.aggregate === aggregate && other.consumer === consumer),
    );
    if (open.length === 0) return outcome(tried, failed, untried.length);
    if (Date.now() > until) {
      return `${open.length} of ${tried} letters wait to be tried; does their context run?`;
    }
    await wait(replayLookMs);
  }
}

function outcome(tried: number, failed: readonly DeadLetter[], waiting: number): string {
  if (failed.length === 0) return `${tried} letters replayed; none is left.`;
  const reasons = failed.map(({ id, reason }) => `  ${id}  ${shortened(reason)}`);
  return [
    `${tried} letters replayed; ${failed.length} failed again, ${waiting} wait behind them:`,
    ...reasons,
  ].join('\n');
}

async function discard(databases: Databases, ids: readonly string[]): Promise<string> {
  let discarded = 0;
  for (const url of databases.values()) {
    for (const id of ids) {
      if (await administer(url, (tx) => discardLetter(tx, id))) discarded++;
    }
  }
  if (discarded === 0) throw new UsageError('There is no such dead letter.');
  return `${discarded} discarded; what waited behind goes on.`;
}
