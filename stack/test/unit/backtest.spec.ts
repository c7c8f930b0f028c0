import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtest } from '../../src/analytics-cli/backtest.js';
import { NoData } from '../../src/analytics-cli/data-files.js';
import { UsageError } from '../../src/events-cli/targets.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voltpark-backtest-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const facilities = `facility,name,city,capacity,address,latitude,longitude,timezone
north,North,Dresden,100,Nordstraße 1 01067 Dresden,51.05,13.74,Europe/Berlin
south,South,Dresden,40,Südstraße 2 01067 Dresden,51.06,13.75,Europe/Berlin
`;

/** A reading an hour: busy by day, on some days more than on others; some counts cannot be. */
function counts(days: number): string {
  const lines = ['timestamp,facility,free'];
  for (let hour = 0; hour < days * 24; hour += 1) {
    const at = new Date(Date.UTC(2026, 4, 4, hour)).toISOString();
    const day = Math.floor(hour / 24);
    const busy =
      Math.max(0, Math.sin(((hour % 24) / 24) * Math.PI)) * (0.5 + 0.1 * ((day * day) % 5));
    lines.push(`${at},north,${hour % 50 === 0 ? 130 : Math.round(100 - 100 * busy)}`);
    lines.push(`${at},south,${Math.round(40 - 30 * busy)}`);
  }
  return `${lines.join('\n')}\nnot a time,north,3\n`;
}

async function dataFolder(name: string, days: number): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'town-facilities.csv'), facilities);
  await writeFile(join(path, 'town-free.csv.gz'), gzipSync(counts(days)));
  return path;
}

async function run(...args: string[]): Promise<{ exitCode: number; text: string }> {
  const said: string[] = [];
  const exitCode = await backtest(args, folder, (text) => said.push(text));
  return { exitCode, text: said.join('\n') };
}

describe('npm run analytics -- backtest', () => {
  it('prints each facility and all of them beside the naive forecast', async () => {
    await dataFolder('town', 56);
    const { exitCode, text } = await run('--data', 'town');
    expect(text).toContain('1 lines were no data');
    const rows = text.split('\n').filter((line) => /^(north|south|all) /.test(line));
    expect(rows).toHaveLength(3);
    for (const row of rows)
      expect(row).toMatch(/^\S+ +\d+\.\d\d +\d+\.\d\d +-?[\d.]+ % +[\d.]+ % +[\d.]+ % /);
    const [, mae, naive] = /^all +(\S+) +(\S+)/m.exec(text) ?? [];
    expect(exitCode).toBe(Number(mae) < Number(naive) ? 0 : 1);
    expect(text).toContain('from 2026-06-01T00:00:00.000Z to 2026-06-29T00:00:00.000Z');
  });

  it('takes files one by one, and tries a shorter way ahead', async () => {
    const path = await dataFolder('files', 35);
    const { text } = await run(
      ...['--facilities', join(path, 'town-facilities.csv'), '--counts', 'files/town-free.csv.gz'],
      ...['--learn-days', '21', '--ahead', '6', '--country', 'none'],
    );
    expect(text).toContain('up to 6 hours ahead');
    expect(text).toContain('from 2026-05-25T00:00:00.000Z');
  });

  it('learns from half of a file that is short', async () => {
    await dataFolder('month', 31);
    const { text } = await run('--data', 'month');
    expect(text).toContain('from 2026-05-19T00:00:00.000Z to 2026-06-04T00:00:00.000Z');
  });

  it('takes folders and files by their names, and goes on with a later month from what it learned', async () => {
    const path = await dataFolder('spring', 45);
    await mkdir(join(folder, 'summer'));
    // Another 25 days, of which the first two are in both files and three in the middle are missing.
    const lines = counts(70).trimEnd().split('\n').slice(1);
    const later = lines.filter((line) => {
      const day = line.slice(0, 10);
      return day >= '2026-06-16' && !['2026-06-25', '2026-06-26', '2026-06-27'].includes(day);
    });
    await writeFile(
      join(folder, 'summer', 'july.csv'),
      ['timestamp,facility,free', ...later, '2026-07-01T00:00:00Z,west,3'].join('\n'),
    );
    const { text } = await run('spring', 'summer/july.csv', '--compare-from', '2026-06-18');
    expect(text).toContain('from 2026-06-18T00:00:00.000Z to 2026-07-13T00:00:00.000Z');
    expect(text).toContain(`not in ${join(path, 'town-facilities.csv')}: west.`);
    const hoursOf = (said: string, name: string) =>
      Number(new RegExp(`^${name} .* (\\d+)$`, 'm').exec(said)?.[1]);
    await writeFile(join(folder, 'summer', 'whole.csv'), counts(70));
    const whole = await run('spring', 'summer/whole.csv', '--compare-from', '2026-06-18');
    // Two of the three missing days are not known; the first is believed to be as the last reading before.
    const missing = hoursOf(whole.text, 'north') - hoursOf(text, 'north');
    expect(missing).toBeGreaterThan(40 * 7);
    expect(missing).toBeLessThanOrEqual(72 * 8);
  });

  it('names the place of what is no data', async () => {
    await dataFolder('places', 56);
    const { text } = await run('places');
    const lines = counts(56).trimEnd().split('\n').length;
    expect(text).toMatch(new RegExp(`town-free\\.csv\\.gz:${lines} timestamp is not an instant`));
    await writeFile(join(folder, 'places', 'a-free.csv'), 'when,what\n1,2\n');
    await expect(run('places')).rejects.toThrow(/a-free\.csv: The header lacks timestamp/);
    await writeFile(
      join(folder, 'places', 'a-free.csv'),
      'timestamp,facility,free\n\n1970-01-01T00:00:00Z,north,3\n',
    );
    await expect(run('places')).rejects.toThrow(
      /From .*a-free\.csv:3 \(1970-.* more than 1100 days/,
    );
    await writeFile(join(folder, 'places', 'a-free.csv'), '');
    await expect(run('places')).rejects.toThrow(/a-free\.csv: The file is empty/);
    await writeFile(join(folder, 'places', 'b-free.csv.gz'), 'not packed');
    await expect(run('places/b-free.csv.gz')).rejects.toThrow(
      /b-free\.csv\.gz: The file cannot be read/,
    );
    await writeFile(join(folder, 'places', 'town-facilities.csv'), 'name\n');
    await expect(run('places/town-free.csv.gz')).rejects.toThrow(
      /town-facilities\.csv: The header lacks/,
    );
  });

  it('says so when the files are not there', async () => {
    await expect(run('--data', 'nowhere')).rejects.toThrow(/nowhere is not there/);
    await mkdir(join(folder, 'half'));
    await writeFile(join(folder, 'half', 'facilities.csv'), facilities);
    await expect(run('--data', 'half')).rejects.toThrow(/no file of counts in .*half/);
    await expect(run('--data', 'half')).rejects.toBeInstanceOf(NoData);
    await mkdir(join(folder, 'other-half'));
    await writeFile(join(folder, 'other-half', 'free.csv'), counts(3));
    await expect(run('other-half')).rejects.toThrow(/no file of facilities in .*other-half/);
  });

  it('says so when the counts are of other facilities, or too few', async () => {
    await dataFolder('short', 5);
    await expect(run('--data', 'short')).rejects.toThrow(/too little time/);
    await writeFile(
      join(folder, 'other-free.csv'),
      'timestamp,facility,free\n2026-05-04T00:00:00Z,west,1\n',
    );
    await expect(run('--data', 'short', '--counts', 'other-free.csv')).rejects.toThrow(
      /no counts of the facilities/,
    );
  });

  it('refuses what it does not understand', async () => {
    await expect(run('--learn-days', '3')).rejects.toBeInstanceOf(UsageError);
    await expect(run('--ahead', '49')).rejects.toBeInstanceOf(UsageError);
    await expect(run('--compare-from', 'June')).rejects.toBeInstanceOf(UsageError);
    await expect(run('--compare-from', '2026-06-01', '--learn-days', '20')).rejects.toBeInstanceOf(
      UsageError,
    );
    await expect(run('--what')).rejects.toBeInstanceOf(UsageError);
  });
});
