// `npm test`: everything a fresh clone needs, then all specs; packages whose inputs did not change are cached.
// The last line counts: `N passed, N failed`.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { run, say } from './lib/process.mjs';
import { root } from './lib/root.mjs';

await ensureInstalled();
const { workspaces } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const folders = workspaces.flatMap((pattern) =>
  pattern.endsWith('/*')
    ? readdirSync(`${root}/${pattern.slice(0, -2)}`).map((name) => `${pattern.slice(0, -1)}${name}`)
    : [pattern],
);
const results = folders.map((folder) => `${root}/${folder}/test-results.json`);
for (const file of results) rmSync(file, { force: true });

say('building and testing');
// One package after the other: specs start real servers, and use all cores by themselves.
const code = await run(
  'turbo',
  [
    'run',
    'test',
    '--concurrency=1',
    '--continue=always',
    '--log-order=stream',
    ...process.argv.slice(2),
  ],
  { allowFailure: true },
);

let passed = 0;
let failed = 0;
/** Named again at the end, where the output of a long run is cut off last. */
const names = [];
for (const file of results.filter((path) => existsSync(path))) {
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  passed += counts.numPassedTests;
  for (const { name, status, message, assertionResults } of counts.testResults) {
    const file = relative(root, name);
    const broken = assertionResults.filter((result) => result.status === 'failed');
    for (const test of broken)
      names.push(`${file}: ${test.fullName}\n    ${test.failureMessages[0]?.split('\n')[0] ?? ''}`);
    // A file that could not be loaded, or whose set-up failed, has no failed test to count, and failed all the same.
    if (status !== 'failed' || broken.length > 0) continue;
    names.push(`${file}: ${message || 'its set-up failed; see above'}`);
    failed += 1;
  }
  failed += counts.numFailedTests;
}
if (code !== 0 && failed === 0) failed = 1;
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
for (const name of names) process.stdout.write(`failed: ${name}\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
