import { newId } from '@voltpark/kit/ids';
import { parseArgs } from 'node:util';
import { UsageError } from './events-cli/targets.js';
import { targetOf, targetOptions } from './import-facilities/target.js';
import { VoltparkError } from './import-facilities/voltpark.js';
import { runSimulation } from './simulate/run.js';

const usage = `npm run simulate -- [options]
  --busiest <number>                 cars an hour at each car park when most come; 120 by default
  --stay <minutes>                   a typical stay; 10 by default
  --seed <number>                    the same seed, the same luck
  --minutes <number>                 ends after so long; by Ctrl-C otherwise
  --facility <id>                    only this one; may be given again and again
  --url <gateway>                    the running npm start by default
  --email <address> --password <…>   whose car parks: an operator's; the demo operator's by default
Drives the operator's car parks as their barriers, chargers and terminals would: cars come and go, book, charge, idle, break
chargers, pay or do not.`;

const options = {
  ...targetOptions,
  busiest: { type: 'string', default: '120' },
  stay: { type: 'string', default: '10' },
  seed: { type: 'string' },
  minutes: { type: 'string' },
  facility: { type: 'string', multiple: true },
  help: { type: 'boolean', default: false },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function numberOf(flag: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (number >= least && number <= most) return number;
  throw new UsageError(`${flag} must be a number from ${least} to ${most}.\n${usage}`);
}

async function main(args: readonly string[]): Promise<void> {
  const values = parsed(args);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  if (values.help) return say(usage);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  if (values.minutes !== undefined) {
    const minutes = numberOf('--minutes', values.minutes, 0.1, 10_000);
    setTimeout(() => stopping.abort(), minutes * 60_000).unref();
  }
  await runSimulation({
    ...(await targetOf(values)),
    // Without a seed every run is another day.
    seed: values.seed === undefined ? seedOf(newId()) : numberOf('--seed', values.seed, 0, 2 ** 31),
    busiestPerHour: numberOf('--busiest', values.busiest, 1, 10_000),
    staySeconds: numberOf('--stay', values.stay, 0.1, 1_440) * 60,
    ...(values.facility === undefined ? {} : { facilityIds: values.facility }),
    signal: stopping.signal,
    report: say,
  });
}

const seedOf = (id: string): number => Number.parseInt(id.slice(-7), 16);

try {
  await main(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  const isTheirs = error instanceof UsageError || error instanceof VoltparkError;
  process.stderr.write(
    `${isTheirs ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 2;
}
