// `npm run check`: everything that can be held without running the system. Each step says what it holds; all steps
// run, and the last line names those that failed.
import { ensureInstalled } from './lib/install.mjs';
import { run, say } from './lib/process.mjs';

/** @type {[name: string, command: string, args: string[]][]} */
const steps = [
  ['types', 'turbo', ['run', 'check', '--output-logs=errors-only']],
  ['lint and imports inside a context', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['boundaries between packages', 'turbo', ['boundaries']],
  ['format', 'prettier', ['--check', '--log-level=warn', '.']],
  ['dead code', 'knip', []],
  ['build', 'turbo', ['run', 'build', '--output-logs=errors-only']],
  ['composed schema', 'node', ['gateway/dist/compose.js', '--check']],
  ['event catalog', 'node', ['scripts/events-docs.mjs', '--check']],
  ['migrations', 'node', ['scripts/db-migration.mjs', '--check']],
];

await ensureInstalled();
const failed = [];
for (const [name, command, args] of steps) {
  say(`check: ${name}`);
  const code = await run(command, args, { allowFailure: true });
  if (code !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stderr.write(`\nNot as it must be: ${failed.join(', ')}\n`);
  process.exitCode = 1;
} else say('everything is as it must be');
