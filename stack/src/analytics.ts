import { backtest, backtestUsage } from './analytics-cli/backtest.js';
import { NoData } from './analytics-cli/data-files.js';
import { rebuildAnalytics, rebuildUsage } from './analytics-cli/rebuild.js';
import { UsageError } from './events-cli/targets.js';
import { NotAFacilitiesFile } from './import-facilities/lines.js';
import { NotACountsFile } from './replay-counts/readings.js';

const usage = `${rebuildUsage}\n${backtestUsage}`;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** `npm run analytics`: commands on what analytics knows; the result is the exit code. */
async function main([command, ...args]: readonly string[]): Promise<number> {
  // npm runs scripts in the root of the project, but paths are those of the one who called it.
  const directory = process.env['INIT_CWD'] ?? process.cwd();
  switch (command) {
    case 'backtest':
      return backtest(args, directory, say);
    case 'rebuild':
    case 'verify':
      return rebuildAnalytics(command, process.env, say);
    case '--help':
      say(usage);
      return 0;
    default:
      throw new UsageError(usage);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isTheirs =
    error instanceof UsageError ||
    error instanceof NoData ||
    error instanceof NotAFacilitiesFile ||
    error instanceof NotACountsFile ||
    (error instanceof Error && 'code' in error && error.code === 'ENOENT');
  process.stderr.write(
    `${isTheirs ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 2;
}
