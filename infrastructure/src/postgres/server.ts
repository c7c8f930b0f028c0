import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer, type ServerProcess } from '../child.js';
import { findPostgres, type PostgresBinaries } from './binaries.js';
import { canReach, postgresUser, type SystemUser } from './user.js';

const run = promisify(execFile);

export interface PostgresOptions {
  /** Where the cluster lives; made on the first start. */
  readonly dataDirectory: string;
  readonly port: number;
  /** Password of the superuser `postgres`; fixed at the first start. */
  readonly password: string;
  /** For specs: gives up durability for speed. */
  readonly disposable?: boolean;
  readonly say?: (line: string) => void;
}

export interface PostgresServer extends ServerProcess {
  /** Connection URL of the superuser, to the database `postgres`. */
  readonly url: string;
  readonly dataDirectory: string;
}

/** Connections the embedded server takes; ten contexts with a pool, a relay and a leader each fit. */
const maxConnections = 300;

/** Starts an embedded Postgres, creating its cluster where there is none. Ends with this process. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const say = options.say ?? (() => undefined);
  const user = postgresUser();
  const binaries = await findPostgres(user, say);
  const dataDirectory = await reachableDirectory(options.dataDirectory, user, say);
  if (!existsSync(join(dataDirectory, 'PG_VERSION'))) {
    say('creating the database cluster');
    await createCluster(binaries, dataDirectory, options.password, user);
  }
  await endLeftover(dataDirectory);
  const settings: Record<string, string | number> = {
    port: options.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: maxConnections,
    shared_buffers: '64MB',
    ...(options.disposable
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
      : {}),
  };
  const server = await startServer({
    name: 'Postgres',
    command: binaries.postgres,
    args: [
      '-D',
      dataDirectory,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    ...user,
    readyText: 'database system is ready to accept connections',
    stopSignal: 'INT',
  });
  return {
    ...server,
    dataDirectory,
    url: `postgresql://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`,
  };
}

/** The wished directory, or, where the server's user cannot reach it, one for it under the temporary directory. */
async function reachableDirectory(
  wished: string,
  user: SystemUser | undefined,
  say: (line: string) => void,
): Promise<string> {
  await mkdir(wished, { recursive: true, mode: 0o700 });
  if (user === undefined) return wished;
  await chown(wished, user.uid, user.gid);
  if (canReach(user, wished, 'w')) return wished;
  const other = join(
    existsSync('/var/lib') ? '/var/lib' : tmpdir(),
    `voltpark-${createHash('sha256').update(wished).digest('hex').slice(0, 12)}`,
  );
  say(`keeping the database in ${other}, as its user cannot reach ${wished}`);
  await mkdir(other, { recursive: true, mode: 0o700 });
  await chown(other, user.uid, user.gid);
  await writeFile(join(wished, 'ELSEWHERE'), `${other}\n`);
  return other;
}

async function createCluster(
  binaries: PostgresBinaries,
  dataDirectory: string,
  password: string,
  user: SystemUser | undefined,
): Promise<void> {
  const passwordFile = join(tmpdir(), `voltpark-${randomBytes(8).toString('hex')}`);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) await chown(passwordFile, user.uid, user.gid);
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${dataDirectory}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-sync',
      ],
      { ...user, cwd: '/' },
    );
    await chmod(dataDirectory, 0o700);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * A server that outlived its parent by an accident still holds the directory: it is asked to end first.
 * Its pid stands in `postmaster.pid`; that the pid is really a Postgres is checked, as pids are used again.
 */
async function endLeftover(dataDirectory: string): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!commandLine.includes(dataDirectory)) return;
  throw new Error(
    `Another Postgres (pid ${pid}) works on ${dataDirectory}: another Voltpark runs on these data. Stop it first.`,
  );
}
