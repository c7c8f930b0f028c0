import { SingleBar } from 'cli-progress';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './events-cli/targets.js';
import { dataDirectory, targetOf, targetOptions } from './import-facilities/target.js';
import { VoltparkError } from './import-facilities/voltpark.js';
import { freshState, Memory, type ReplayState } from './replay-counts/memory.js';
import {
  finalReadings,
  NotACountsFile,
  readCounts,
  type CountFile,
  type Range,
  type Reject,
} from './replay-counts/readings.js';
import { replay } from './replay-counts/replay.js';
import { Sender } from './replay-counts/sender.js';
import { verify, type Verdict } from './replay-counts/verify.js';

const usage = `npm run replay:counts -- <file.csv[.gz]> --from <date> --to <date> [options]
  --from <date> --to <date>          which readings: from (included) to (excluded), UTC, YYYY-MM-DD or an instant
  --speed <number>                   seconds of the file a second, or "max"; 3600 by default
  --restart                          begin anew instead of going on where it was stopped
  --url <gateway>                    the running npm start by default
  --email <address> --password <…>   who counts; the demo operator by default
  --api-key <key>                    instead of email and password; a device's
Columns: timestamp (with offset), facility (the external id), free. Before the first reading of the range goes the last
one before it of each facility, as such files have changes only. Sending a reading again is harmless.`;

const options = {
  ...targetOptions,
  from: { type: 'string' },
  to: { type: 'string' },
  speed: { type: 'string', default: '3600' },
  restart: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function rangeOf({ from, to }: { from?: string | undefined; to?: string | undefined }): Range {
  const range = { from: instant('--from', from), to: instant('--to', to) };
  if (range.from < range.to) return range;
  throw new UsageError('--from must lie before --to.');
}

function instant(flag: string, text: string | undefined): Date {
  const date = new Date(text === undefined ? Number.NaN : text.length === 10 ? `${text}Z` : text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new UsageError(`${flag} must be a date like 2026-05-04 or an instant.\n${usage}`);
}

function speedOf(text: string): number {
  const speed = text === 'max' ? Infinity : Number(text);
  if (speed > 0) return speed;
  throw new UsageError('--speed must be a number above 0, or "max".');
}

/** Replays a file; the exit code is 1 when a line was rejected or a final count is another than the file's. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  const [name, ...others] = positionals;
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (name === undefined || others.length > 0) throw new UsageError(usage);
  const range = rangeOf(values);
  const speed = speedOf(values.speed);
  const path = resolve(name);
  const { url, login } = await targetOf(values);
  const sender = new Sender(url, login);
  const memory = new Memory(dataDirectory(), { ...range, file: path, url });
  if (values.restart) await memory.forget();
  const state = await memory.load();
  const file = await readCounts(path, range);
  say(introduction(file, range, state));

  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const reached = await withProgress(file, state, (progressed) =>
    replay(sender, file, state, {
      speed,
      from: range.from,
      signal: stopping.signal,
      async progressed(next, until) {
        await memory.save(next);
        progressed(next, until);
      },
    }),
  );
  if (stopping.signal.aborted) {
    say(`Stopped after ${reached.done} readings; the same command goes on there.`);
    return 130;
  }
  return finish(file, reached, await verify(sender, finalReadings(file)));
}

async function withProgress(
  file: CountFile,
  { done }: ReplayState,
  work: (progressed: (state: ReplayState, until: Date) => void) => Promise<ReplayState>,
): Promise<ReplayState> {
  const bar = new SingleBar({
    format: 'replaying [{bar}] {value}/{total} readings, {until}, {rejected} rejected, ETA {eta}s',
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(file.opening.length + file.readings.length, done, { until: '', rejected: 0 });
  try {
    return await work((state, until) =>
      bar.update(state.done, { until: until.toISOString(), rejected: state.rejects.length }),
    );
  } finally {
    bar.stop();
  }
}

const say = (text: string) => process.stdout.write(`${text}\n`);

function introduction(file: CountFile, { from, to }: Range, state: ReplayState): string {
  const { readings, opening, rejects, outside } = file;
  return [
    `${readings.length} readings from ${from.toISOString()} to ${to.toISOString()}, ` +
      `${opening.length} that say how it was before, ${outside} of other times left out, ` +
      `${rejects.length} lines that are no readings.`,
    ...(state.done > freshState.done ? [`Going on behind the ${state.done} of last time.`] : []),
  ].join('\n');
}

function finish(file: CountFile, state: ReplayState, verdicts: readonly Verdict[]): number {
  const rejects = [...file.rejects, ...state.rejects].sort((a, b) => a.line - b.line);
  const { recorded, repeated, late } = state;
  say(
    `${recorded} recorded (${late} of them late), ${repeated} known already, ${rejects.length} rejected.`,
  );
  for (const { line, reason } of rejects satisfies Reject[]) say(`  line ${line}: ${reason}`);
  for (const verdict of verdicts) say(verdictLine(verdict));
  const equal = verdicts.filter(({ verdict }) => verdict === 'EQUAL').length;
  say(`The final counts of ${equal} of ${verdicts.length} facilities equal the file's.`);
  return rejects.length === 0 && equal === verdicts.length ? 0 : 1;
}

function verdictLine({ externalId, expected, current, verdict }: Verdict): string {
  const held =
    current === undefined
      ? 'not known'
      : `${current.rawFree} at ${current.lastCountAt.toISOString()}, shown as ${current.free}`;
  const verdicts = {
    EQUAL: 'equal',
    DIFFERENT: 'DIFFERENT',
    NEWER: 'has a newer count',
    UNKNOWN: 'UNKNOWN FACILITY',
  };
  const wanted = `${expected.free} at ${expected.at.toISOString()} (line ${expected.line})`;
  return `  ${externalId.padEnd(24)} file ${wanted}; Voltpark ${held}: ${verdicts[verdict]}`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isTheirs =
    error instanceof UsageError ||
    error instanceof NotACountsFile ||
    error instanceof VoltparkError ||
    (error instanceof Error && 'code' in error && error.code === 'ENOENT');
  process.stderr.write(
    `${isTheirs ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 2;
}
