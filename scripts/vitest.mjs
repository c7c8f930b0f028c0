// The `test` script of a package: its specs, in the projects of the root's vitest.config.ts. Called in the
// package's folder; `--project <name>` narrows. Counts go to test-results.json for the closing line of `npm test`.
import { relative } from 'node:path';
import { run } from './lib/process.mjs';
import { root } from './lib/root.mjs';

const folder = relative(root, process.cwd());
const args = process.argv.slice(2);
const projects = folder === 'test' ? ['journeys'] : ['unit', 'integration'];
process.exitCode = await run(
  'vitest',
  [
    'run',
    ...(args.includes('--project') ? [] : projects.flatMap((name) => ['--project', name])),
    // A filter is a part of the path; the whole path of the folder fits nothing else.
    `${root}/${folder}/`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${folder}/test-results.json`,
    ...args,
  ],
  { allowFailure: true, env: { FORCE_COLOR: '0' } },
);
