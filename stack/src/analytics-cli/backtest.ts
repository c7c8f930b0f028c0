import {
  hourlyTaken,
  hourMs,
  publicHolidays,
  testedForecast,
  type BackTest,
} from '@voltpark/analytics/forecasting';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../events-cli/targets.js';
import { root } from '../root.js';
import { filesAt, filesOf, NoData, readCounted, type CountedFacilities } from './data-files.js';

export const backtestUsage = `npm run analytics -- backtest [folders and files] [options]
  folders                 *facilities*.csv and *free*.csv[.gz] of them are taken; ../shared/data beside the project
                          when nothing is named
  files                   of counts (timestamp, facility, free), and one of facilities (facility, name, city, capacity,
                          address, …, timezone) with "facilities" in its name; without one, that beside the first file
  --data <folder>         the same as a folder
  --facilities <file>     a file of facilities, however it is called
  --counts <file>         a file of counts, however it is called, instead of those in --data; may be given several times
  --country <code>        whose public holidays count, ISO 3166-1; DE by default, "none" for none
  --learn-days <number>   days at the beginning that are only learned from; 28 by default,
                          or half of them, but 14, when there are less than 56
  --compare-from <date>   the same as a UTC date: what is before it is only learned from
  --ahead <hours>         how far ahead forecasts are tried; 48 by default
Forecasts every 6 hours from nothing but what was known then, and compares with what came. Errors are mean absolute
errors in percent of capacity; naive is the same hour a week before.`;

const options = {
  data: { type: 'string' },
  facilities: { type: 'string' },
  counts: { type: 'string', multiple: true },
  country: { type: 'string', default: 'DE' },
  'learn-days': { type: 'string' },
  'compare-from': { type: 'string' },
  ahead: { type: 'string', default: '48' },
  help: { type: 'boolean', default: false },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}\n${backtestUsage}`,
    );
  }
}
type Values = ReturnType<typeof parsed>['values'];

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`${flag} must be a whole number from ${least} to ${most}.`);
}

/** One line of the table. */
interface Line {
  readonly name: string;
  readonly backTest: BackTest | null;
}

/**
 * Tries the forecast on files of counts and prints how it did. The exit code is 1 when it was not better than the
 * naive one on the whole.
 * @param directory the caller's, to which paths are relative
 * @throws NoData when the files are not there
 */
export async function backtest(
  args: readonly string[],
  directory: string,
  say: (text: string) => void,
): Promise<number> {
  const { values, positionals } = parsed(args);
  if (values.help) {
    say(backtestUsage);
    return 0;
  }
  const ahead = wholeNumber('--ahead', values.ahead, 1, 48);
  const learning = learningOf(values);
  const files = await chosenFiles(values, positionals, directory);
  const data = await readCounted(files.facilities, files.counts);
  const startedAt = performance.now();
  const span = spanOf(
    [...data.readings.values()].flatMap((own) => own.map(({ at }) => at.getTime())),
  );
  const skip = learning(span);
  const lines = await tried(data, span, { skip, ahead, country: values.country });
  const total = totalOf(lines);
  if (total === null) {
    throw new NoData(
      'The counts cover too little time: no forecast can be compared with anything.',
    );
  }
  const { from, to } = total;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  say(
    [
      `Compared hours from ${from.toISOString()} to ${to.toISOString()}, up to ${ahead} hours ahead; ` +
        `${data.rejected} lines were no data${data.rejected > 0 ? ':' : '.'}`,
      ...data.examples.map((example) => `  ${example}`),
      ...(data.unknown.length === 0
        ? []
        : [
            `Counts of facilities that are not in ${files.facilities}: ${data.unknown.join(', ')}.`,
          ]),
      table([...lines, { name: 'all', backTest: total }]),
      `Better than naive by ${percent(1 - total.mae / total.naiveMae)} % in ${seconds} s.`,
    ].join('\n'),
  );
  return total.mae < total.naiveMae ? 0 : 1;
}

/** Which files were named, in whatever way. */
async function chosenFiles(
  values: Values,
  positionals: readonly string[],
  directory: string,
): Promise<{ facilities: string; counts: readonly string[] }> {
  const here = (path: string) => resolve(directory, path);
  const named = [...positionals, ...(values.data === undefined ? [] : [values.data])].map(here);
  const usual = join(root, '../shared/data');
  const found = named.length === 0 ? await filesOf(usual) : await filesAt(named);
  const facilities = values.facilities === undefined ? found.facilities : here(values.facilities);
  const given = values.counts?.map(here) ?? [];
  // By an option they are meant instead of those that lie in the folder.
  const isInstead = given.length > 0 && positionals.length === 0;
  const counts = isInstead ? given : [...found.counts, ...given];
  if (facilities === undefined || counts.length === 0) {
    const missing = facilities === undefined ? 'facilities' : 'counts';
    throw new NoData(
      `There is no file of ${missing} in ${named.length === 0 ? usual : named.join(', ')}. ` +
        'Name it, or its folder; --help says how.',
    );
  }
  return { facilities, counts };
}

/** How many hours are only learned from, once it is known what the files span. */
function learningOf(values: Values): (span: Span) => number {
  const { 'learn-days': days, 'compare-from': date } = values;
  if (days !== undefined && date !== undefined) {
    throw new UsageError('Either --learn-days or --compare-from.');
  }
  if (date !== undefined) {
    const compareFrom = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(compareFrom))
      throw new UsageError('--compare-from must be a date, 2026-07-01.');
    return ({ from }) => {
      const hours = Math.ceil((compareFrom - from.getTime()) / hourMs);
      if (hours >= 14 * 24) return hours;
      throw new NoData(
        `The counts begin at ${from.toISOString()}: less than two weeks before ${date}, which a forecast needs.`,
      );
    };
  }
  const learnDays = days === undefined ? undefined : wholeNumber('--learn-days', days, 14, 3_650);
  return (span) => 24 * (learnDays ?? usualLearnDays(span));
}

async function tried(
  { facilities, readings }: CountedFacilities,
  span: Span,
  { skip, ahead, country }: { skip: number; ahead: number; country: string },
): Promise<Line[]> {
  const holidays = country === 'none' ? new Set<string>() : await publicHolidays(country, span);
  return facilities.map(({ externalId, places, timeZone }) => {
    const taken = hourlyTaken(readings.get(externalId) ?? [], { ...span, capacity: places });
    const series = { from: span.from, taken, capacity: places, timeZone, holidays };
    return { name: externalId, backTest: testedForecast(series, { skip, ahead }).backTest };
  });
}

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Four weeks, but of a short file only half, so that something is left to compare; a forecast needs two. */
function usualLearnDays({ from, to }: Span): number {
  const days = (to.getTime() - from.getTime()) / (24 * hourMs);
  return Math.min(Math.max(Math.floor(days / 2), 14), 28);
}

/** The hours from that of the first instant to that of the last. */
function spanOf(instants: readonly number[]): Span {
  let first = Infinity;
  let last = -Infinity;
  for (const instant of instants) {
    first = Math.min(first, instant);
    last = Math.max(last, instant);
  }
  return {
    from: new Date(Math.floor(first / hourMs) * hourMs),
    to: new Date((Math.floor(last / hourMs) + 1) * hourMs),
  };
}

/** Each compared hour counts the same. */
function totalOf(lines: readonly Line[]): BackTest | null {
  const tests = lines.flatMap(({ backTest }) => (backTest === null ? [] : [backTest]));
  const hours = tests.reduce((sum, test) => sum + test.hours, 0);
  const mean = (key: 'mae' | 'naiveMae' | 'coverage80' | 'coverage95' | 'width80') =>
    tests.reduce((sum, test) => sum + test[key] * test.hours, 0) / hours;
  if (hours === 0) return null;
  return {
    mae: mean('mae'),
    naiveMae: mean('naiveMae'),
    coverage80: mean('coverage80'),
    coverage95: mean('coverage95'),
    width80: mean('width80'),
    hours,
    from: new Date(Math.min(...tests.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...tests.map(({ to }) => to.getTime()))),
  };
}

const percent = (share: number) => (100 * share).toFixed(1);

function table(lines: readonly Line[]): string {
  const width = Math.max(8, ...lines.map(({ name }) => name.length));
  const row = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(9))].join(' ');
  return [
    row('facility', ['MAE', 'naive', 'better', 'in 80 %', 'in 95 %', 'width 80', 'hours']),
    ...lines.map(({ name, backTest }) => {
      if (backTest === null) return row(name, ['too little is known']);
      const { mae, naiveMae, coverage80, coverage95, width80, hours } = backTest;
      return row(name, [
        mae.toFixed(2),
        naiveMae.toFixed(2),
        naiveMae === 0 ? '–' : `${percent(1 - mae / naiveMae)} %`,
        `${percent(coverage80)} %`,
        `${percent(coverage95)} %`,
        width80.toFixed(1),
        String(hours),
      ]);
    }),
  ].join('\n');
}
