import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir, platform, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const howToInstall: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'apt-get install nats-server (or your distribution’s way)',
  darwin: 'brew install nats-server',
  win32: 'choco install nats-server',
};

/** Where an unpacked nats-server is kept between starts. */
function cacheDirectory(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'voltpark');
}

/**
 * Finds a nats-server: `NATS_SERVER_BIN`, else on PATH, else one unpacked before, else Debian's package
 * unpacked into the cache, for which no root is needed.
 * @throws Error naming the one command to run when there is none to be had
 */
export async function findNatsServer(say: (line: string) => void): Promise<string> {
  const named = process.env['NATS_SERVER_BIN'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`NATS_SERVER_BIN names "${named}", and there is no such file.`);
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, 'nats-server');
    if (folder !== '' && existsSync(candidate)) return candidate;
  }
  const cached = join(cacheDirectory(), 'nats-server');
  if (existsSync(cached)) return cached;
  try {
    say('unpacking nats-server from the Debian package into the cache');
    await unpackDebianPackage(cached);
    return cached;
  } catch (cause) {
    const hint = howToInstall[platform()] ?? 'install nats-server';
    throw new Error(
      `No nats-server was found. Install it: ${hint}; or set NATS_SERVER_BIN to its path, or NATS_URL to a running server.`,
      { cause },
    );
  }
}

async function unpackDebianPackage(target: string): Promise<void> {
  const workplace = await mkdtemp(join(tmpdir(), 'voltpark-nats-'));
  try {
    const download = () => run('apt-get', ['download', 'nats-server'], { cwd: workplace });
    // A machine that never ran `apt-get update` knows no package; only root may run it.
    await download().catch(async () => {
      await run('apt-get', ['update', '-qq']);
      await download();
    });
    const archive = (await readdir(workplace)).find((file) => file.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt-get downloaded nothing.');
    await run('dpkg', ['-x', archive, 'unpacked'], { cwd: workplace });
    const found = ['usr/sbin/nats-server', 'usr/bin/nats-server']
      .map((path) => join(workplace, 'unpacked', path))
      .find((path) => existsSync(path));
    if (found === undefined) throw new Error('The package holds no nats-server.');
    await mkdir(cacheDirectory(), { recursive: true });
    // Copy beside the target first: a rename is atomic only within one file system.
    await run('cp', [found, `${target}.${process.pid}`]);
    await rename(`${target}.${process.pid}`, target);
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}
