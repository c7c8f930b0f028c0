// `npm start`: everything a fresh clone needs, then the whole system on this machine.
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/process.mjs';
import { root } from './lib/root.mjs';

const args = process.argv.slice(2);
const distributed = args.includes('--distributed');
await ensureInstalled();
await build('stack');
const entry = distributed ? 'distributed' : 'start';
process.exitCode = await run(
  process.execPath,
  // The flags of `nodeFlags` in stack/src/limits.ts, where the reason stands.
  [
    '--max-semi-space-size=64',
    '--enable-source-maps',
    `${root}/stack/dist/${entry}.js`,
    ...args.filter((argument) => argument !== '--distributed'),
  ],
  { allowFailure: true },
);
