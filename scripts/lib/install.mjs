import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { root } from './root.mjs';
import { run, say } from './process.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);

/** Ends with a clear message on a Node that is too old. */
export function requireNode() {
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Voltpark needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/**
 * Installs the dependencies that the lockfile names, where that has not been done for this lockfile yet.
 * What is installed already is kept and only completed, as other processes may be working with it.
 */
export async function ensureInstalled() {
  requireNode();
  const lock = createHash('sha256')
    .update(readFileSync(`${root}/package-lock.json`))
    .digest('hex');
  const stamp = `${root}/node_modules/.voltpark-installed`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const command = existsSync(`${root}/node_modules`) ? 'install' : 'ci';
  say(`installing dependencies (npm ${command})`);
  await run('npm', [command, '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  mkdirSync(`${root}/node_modules`, { recursive: true });
  const installed = readFileSync(`${root}/package-lock.json`);
  writeFileSync(stamp, createHash('sha256').update(installed).digest('hex'));
}
