import { SingleBar } from 'cli-progress';
import { Decimal } from '@voltpark/rating/decimal';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { replaySessions } from './charging-sessions/replay.js';
import { NotASessionsFile, readSessions } from './charging-sessions/sessions-file.js';
import { buildSite } from './charging-sessions/site.js';
import { verifySession, type SessionVerdict } from './charging-sessions/verify.js';
import { buildDevice } from './device.js';
import { UsageError } from './events-cli/targets.js';
import { targetOf, targetOptions } from './import-facilities/target.js';
import { signIn, VoltparkError } from './import-facilities/voltpark.js';
import { limits } from './limits.js';
import { Person } from './person.js';

const usage = `npm run replay:sessions -- <file.csv> [options]
  --speed <number>                   seconds of a session a second, or "max"; 600 by default
  --at-once <number>                 chargers of the site, and so sessions at once; 8 by default
  --first <number>                   only so many sessions of the file
  --url <gateway>                    the running npm start by default
  --email <address> --password <…>   who runs the site: an operator; the demo operator by default
Columns: session, connector (CCS1, CCS2), arrival, departure, energy_wh, max_power_w, soc_arrival, soc_departure,
battery_wh. A facility of its own is made for each run, with one charger a place. Each session keeps its length, energy
and states of charge, and is moved so that it ends at the present; between its ends the course is made up.`;

const options = {
  ...targetOptions,
  speed: { type: 'string', default: '600' },
  'at-once': { type: 'string', default: '8' },
  first: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** A reading a minute is what fast chargers send. */
const stepSeconds = 60;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function numberOf(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new UsageError(`${flag} must be a whole number from 1 to ${most}.`);
}

function speedOf(text: string): number {
  const speed = text === 'max' ? Infinity : Number(text);
  if (speed >= 1) return speed;
  throw new UsageError('--speed must be a number of at least 1, or "max".');
}

/** Replays a file; the exit code is 1 when something differs from it in the end, or was not billed. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  const [name, ...others] = positionals;
  if (values.help) {
    say(usage);
    return 0;
  }
  if (name === undefined || others.length > 0) throw new UsageError(usage);
  const pace = { speed: speedOf(values.speed), stepSeconds };
  const atOnce = numberOf('--at-once', values['at-once'], limits.replaySessionsAtOnce);
  const { sessions, rejected } = await readSessions(resolve(name));
  const wanted = sessions.slice(
    0,
    values.first === undefined ? sessions.length : numberOf('--first', values.first, 1e6),
  );
  say(`${wanted.length} sessions, ${rejected.length} lines that are none, ${atOnce} at once.`);
  for (const { line, reason } of rejected) say(`  line ${line}: ${reason}`);

  const { url, login } = await targetOf(values);
  const operator = new Person(await signIn(url, login));
  const site = await buildSite(operator, atOnce);
  const { device, retire } = await buildDevice(
    operator,
    site.tenantId,
    'Replay of charging sessions',
    url,
  );
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const { played, failed } = await play(wanted.length, retire, (progressed) =>
    replaySessions(device, site, wanted, pace, stopping.signal, progressed),
  );
  for (const { recorded, reason } of failed) say(`  session ${recorded.session}: ${reason}`);
  const verdicts: SessionVerdict[] = [];
  for (const one of played) verdicts.push(await verifySession(operator, one));
  return finish(verdicts, wanted.length - played.length);
}

/** Plays with a progress bar, and takes the device's key away in the end. */
async function play<Result>(
  total: number,
  retire: () => Promise<void>,
  work: (progressed: (played: number, failed: number) => void) => Promise<Result>,
): Promise<Result> {
  const bar = new SingleBar({
    format: 'replaying [{bar}] {value}/{total} sessions, {failed} failed, ETA {eta}s',
    stream: process.stderr,
    clearOnComplete: true,
  });
  bar.start(total, 0, { failed: 0 });
  try {
    return await work((played, failed) => bar.update(played + failed, { failed }));
  } finally {
    bar.stop();
    await retire();
  }
}

const say = (text: string) => process.stdout.write(`${text}\n`);

function finish(verdicts: readonly SessionVerdict[], missing: number): number {
  for (const { played, differences, invoice } of verdicts) {
    if (differences.length > 0)
      say(`  session ${played.recorded.session}: ${differences.join('; ')}`);
    if (invoice === undefined) say(`  session ${played.recorded.session}: was not billed`);
  }
  const readings = verdicts.reduce((sum, { played }) => sum + played.readings, 0);
  const energyWh = verdicts.reduce((sum, { played }) => sum + played.recorded.energyWh, 0);
  const equal = verdicts.filter(({ differences }) => differences.length === 0).length;
  const billed = verdicts.filter(({ invoice }) => invoice !== undefined);
  const total = billed.reduce((sum, { invoice }) => sum.plus(invoice?.amount ?? 0), new Decimal(0));
  say(
    `${verdicts.length} sessions played with ${readings} readings, ${(energyWh / 1_000).toFixed(3)} kWh; ` +
      `${missing} not played.`,
  );
  say(`Energy, state of charge and stay of ${equal} of ${verdicts.length} equal the file's.`);
  say(`${billed.length} of ${verdicts.length} are billed, together ${total.toFixed(2)} EUR.`);
  return missing === 0 && equal === verdicts.length && billed.length === verdicts.length ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isTheirs =
    error instanceof UsageError ||
    error instanceof NotASessionsFile ||
    error instanceof VoltparkError ||
    (error instanceof Error && 'code' in error && error.code === 'ENOENT');
  process.stderr.write(
    `${isTheirs ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 2;
}
