// Runs a command of a package: `node scripts/run.mjs <package> <command> [arguments]` is
// `<package>/dist/<command>.js`, built first.
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { run } from './lib/process.mjs';
import { root } from './lib/root.mjs';

const [folder, command, ...args] = process.argv.slice(2);
await ensureInstalled();
await build(folder);
process.exitCode = await run(process.execPath, [`${root}/${folder}/dist/${command}.js`, ...args], {
  allowFailure: true,
});
