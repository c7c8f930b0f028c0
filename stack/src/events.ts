import { parseArgs } from 'node:util';
import { deadLetters } from './events-cli/dead-letters.js';
import { statusText } from './events-cli/status.js';
import { findTargets, UsageError } from './events-cli/targets.js';

const usage = `npm run events -- status
npm run events -- dead-letters list
npm run events -- dead-letters show <id…>
npm run events -- dead-letters replay [<id…>]     all when no id is named
npm run events -- dead-letters discard <id…>
  --context <name>   only this context`;

/** `npm run events`: looks after the event backbone of a system that runs. */
async function main(args: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { context: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [command, action, ...ids] = positionals;
  if (values.help === true) return usage;
  if (command !== 'status' && command !== 'dead-letters') throw new UsageError(usage);
  const targets = await findTargets(values.context, process.env);
  return command === 'status' ? statusText(targets) : deadLetters(action, ids, targets);
}

try {
  process.stdout.write(`${await main(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
