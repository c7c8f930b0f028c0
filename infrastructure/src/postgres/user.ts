import { execFileSync, spawnSync } from 'node:child_process';

/** The user a server runs as; undefined means: the one we are. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Postgres refuses to run as root. As root we use the user `postgres` and create it where it is missing;
 * as anybody else we are that user ourselves.
 */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const find = (): SystemUser | undefined => {
    const found = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' });
    if (found.status !== 0) return undefined;
    const gid = execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' });
    return { uid: Number(found.stdout), gid: Number(gid) };
  };
  const existing = find();
  if (existing !== undefined) return existing;
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
  const created = find();
  if (created === undefined) throw new Error('The user "postgres" could not be created.');
  return created;
}

/** True when the user can reach and use the path in the given way. */
export function canReach(
  user: SystemUser | undefined,
  path: string,
  how: 'r' | 'w' | 'x',
): boolean {
  return spawnSync('test', [`-${how}`, path], user === undefined ? {} : { ...user }).status === 0;
}
