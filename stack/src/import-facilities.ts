import { SingleBar } from 'cli-progress';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './events-cli/targets.js';
import { importFacilities, type ImportReport } from './import-facilities/import.js';
import {
  NotAFacilitiesFile,
  readFacilityFile,
  type FacilityLine,
  type Reject,
} from './import-facilities/lines.js';
import { targetOf, targetOptions } from './import-facilities/target.js';
import { signIn, VoltparkError, type Voltpark } from './import-facilities/voltpark.js';

const usage = `npm run import:facilities -- <file.csv> [options]
  --url <gateway>                    the running npm start by default
  --email <address> --password <…>   who imports; the demo operator by default
  --api-key <key>                    instead of email and password
  --tenant <id>                      whose facilities; needed by administrators
  --currency <code>                  EUR by default
  --country <code>                   DE by default
  --update                           bring facilities that are there already in line with the file
  --layout                           also lay out a slot for each place
Columns: facility (its id), name, city, capacity, address ("street postal-code city"), latitude, longitude, timezone.`;

const options = {
  ...targetOptions,
  tenant: { type: 'string' },
  currency: { type: 'string', default: 'EUR' },
  country: { type: 'string', default: 'DE' },
  update: { type: 'boolean', default: false },
  layout: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Flags = ReturnType<typeof parsed>['values'];

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** Imports a file and says what became of each line; the exit code is 1 when a line was rejected. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  const [file, ...others] = positionals;
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (file === undefined || others.length > 0) throw new UsageError(usage);
  const { facilities, rejects } = await readFacilityFile(resolve(file));
  const { url, login } = await targetOf(values);
  const report = await withProgress(await signIn(url, login), facilities, values);
  const all = [...rejects, ...report.rejects].sort((a, b) => a.line - b.line);
  process.stdout.write(`${summary(report, all)}\n`);
  return all.length === 0 ? 0 : 1;
}

async function withProgress(voltpark: Voltpark, lines: readonly FacilityLine[], flags: Flags) {
  const bar = new SingleBar({
    format: 'importing [{bar}] {value}/{total} {name}',
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(lines.length, 0, { name: '' });
  try {
    return await importFacilities(voltpark, lines, {
      tenantId: flags.tenant,
      currency: flags.currency,
      country: flags.country,
      update: flags.update,
      layout: flags.layout,
      progressed: ({ name }) => bar.increment(1, { name }),
    });
  } finally {
    bar.stop();
  }
}

function summary(
  { registered, updated, unchanged, slotsLaidOut }: ImportReport,
  rejects: readonly Reject[],
): string {
  const counted = [
    `${registered} registered`,
    `${updated} updated`,
    `${unchanged} unchanged`,
    ...(slotsLaidOut > 0 ? [`${slotsLaidOut} slots laid out`] : []),
    `${rejects.length} rejected`,
  ];
  const reasons = rejects.map(
    ({ line, externalId, reason }) =>
      `  line ${line}${externalId === undefined ? '' : ` (${externalId})`}: ${reason}`,
  );
  return [counted.join(', '), ...reasons].join('\n');
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isTheirs =
    error instanceof UsageError ||
    error instanceof NotAFacilitiesFile ||
    error instanceof VoltparkError ||
    (error instanceof Error && 'code' in error && error.code === 'ENOENT');
  process.stderr.write(
    `${isTheirs ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 2;
}
