// `npm run bench -- <name> [arguments]`: one benchmark, built first.
import { readdirSync } from 'node:fs';
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/process.mjs';
import { root } from './lib/root.mjs';

const [name, ...args] = process.argv.slice(2);
const names = readdirSync(`${root}/bench/src`)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
if (!names.includes(name)) {
  process.stderr.write(`Which benchmark? ${names.join(', ')}\n`);
  process.exit(1);
}
await ensureInstalled();
await build('bench');
process.exitCode = await run(process.execPath, [`${root}/bench/dist/${name}.js`, ...args], {
  allowFailure: true,
});
