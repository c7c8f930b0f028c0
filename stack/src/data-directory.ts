import { newId } from '@voltpark/kit/ids';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { limits } from './limits.js';

/** The data directory is in use by another stack. */
export class DataInUseError extends Error {
  constructor(directory: string, pid: number) {
    super(
      `Another Voltpark (pid ${pid}) runs on ${directory}. Stop it first, or name another directory in VOLTPARK_DATA.`,
    );
    this.name = 'DataInUseError';
  }
}

/** Where everything of one stack lives, held by one process at a time. */
export interface DataDirectory {
  readonly path: string;
  /** Lets another stack have it. */
  release(): Promise<void>;
}

/**
 * Takes a data directory for this process, making it where there is none. The lock of a process that is gone is
 * taken over, once its database has ended.
 * @throws DataInUseError when another stack has it
 */
export async function takeDataDirectory(path: string): Promise<DataDirectory> {
  // Others may pass through, as Postgres runs as a user of its own; each file inside has its own mode.
  await mkdir(path, { recursive: true, mode: 0o755 });
  const lock = join(path, 'lock');
  const mine = JSON.stringify({ pid: process.pid, startedAt: await startTimeOf(process.pid) });
  // Written aside and then given its name: whoever finds a lock finds all of it, and never takes one that is being
  // written for one that was written by half.
  const aside = `${lock}.${process.pid}.${newId()}`;
  await writeFile(aside, mine, { mode: 0o600 });
  try {
    await claim(path, lock, aside);
  } finally {
    await rm(aside, { force: true });
  }
  try {
    await leftoverDatabaseEnded(path);
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
  return { path, release: () => rm(lock, { force: true }) };
}

/** Makes the lock what was written aside, once no living process holds it. */
async function claim(path: string, lock: string, aside: string): Promise<void> {
  for (;;) {
    try {
      return await link(aside, lock);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = await livingHolder(lock);
      if (holder !== undefined) throw new DataInUseError(path, holder);
      await rm(lock, { force: true });
    }
  }
}

/** The pid in the lock when that very process still lives. */
async function livingHolder(lock: string): Promise<number | undefined> {
  try {
    const { pid, startedAt } = JSON.parse(await readFile(lock, 'utf8')) as {
      pid: number;
      startedAt: string | null;
    };
    if (!isAlive(pid)) return undefined;
    // Pids are used again: the same number with another start is another process.
    return (await startTimeOf(pid)) === startedAt ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in the system's own terms; null where there is no /proc. */
async function startTimeOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Field 22; the command before it stands in parentheses and may hold spaces.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** Waits for the database of a stack that was killed: it is told to end by its guard, and needs a moment. */
async function leftoverDatabaseEnded(path: string): Promise<void> {
  const deadline = Date.now() + limits.leftoverDatabaseMs;
  for (;;) {
    const text = await readFile(join(path, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number(text.split('\n')[0]);
    if (!(pid > 0) || !isAlive(pid)) return;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!command.includes('postgres')) return;
    if (Date.now() > deadline) throw new DataInUseError(path, pid);
    await wait(limits.pollMs);
  }
}
