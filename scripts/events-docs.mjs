// Writes docs/events.md, docs/asyncapi.yaml and contracts/schemas from the event catalog; `--check` only compares,
// `--accept` takes an incompatible change of events that nobody has published yet.
import { build } from './lib/build.mjs';
import { run } from './lib/process.mjs';
import { root } from './lib/root.mjs';

await build('contracts');
process.exitCode = await run(
  process.execPath,
  [`${root}/contracts/dist/events-docs.js`, ...process.argv.slice(2)],
  { allowFailure: true },
);
