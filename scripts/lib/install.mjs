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

/** Installs the dependencies that the lockfile names, where that has not been done for this lockfile yet. */
export async function ensureInstalled() {
  requireNode();
  const lock = createHash('sha256')
    .update(readFileSync(`${root}/package-lock.json`))
    .digest('hex');
  const stamp = `${root}/node_modules/.voltpark-installed`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing dependencies (npm ci)');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  mkdirSync(`${root}/node_modules`, { recursive: true });
  writeFileSync(stamp, lock);
}
