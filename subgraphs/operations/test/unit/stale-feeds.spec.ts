import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { measure } from '../../src/application/measure.js';
import { judge, type Standing } from '../../src/domain/alert.js';
import { defaultRules } from '../../src/domain/alert-rule.js';

const near = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const file = near('../../../../../shared/data/dresden-free-2026-05-06.csv.gz');
const page = near('../../../../docs/contexts/operations.md');
const isThere = existsSync(file);
const title = isThere
  ? 'The rule for feeds that fall silent, on two months of 21 garages'
  : 'The rule for feeds that fall silent (../shared/data is not there: not tried)';

const stepMs = 5 * 60_000;
const hourMs = 3_600_000;
/** In the night in which the whole feed stopped, a quarter of an hour before it went on. */
const lateInTheNight = Date.parse('2026-06-18T06:45:00Z');

/** An alert as the rule would have raised it, in milliseconds. */
interface Stale {
  readonly lastCountAt: number;
  readonly raisedAt: number;
  readonly overAt: number;
}

/** Instants of counts by garage, in order, and the end of the file. */
function countsIn(text: string) {
  const counts = new Map<string, number[]>();
  let end = 0;
  for (const line of text.trim().split('\n').slice(1)) {
    const [timestamp = '', garage = ''] = line.split(',');
    const at = Date.parse(timestamp);
    counts.set(garage, [...(counts.get(garage)?.splice(0) ?? []), at]);
    end = Math.max(end, at);
  }
  return { counts, end };
}

/** What the rule that every facility begins with makes of a garage's counts, looked at every five minutes. */
function staleBy(garage: string, counts: readonly number[], end: number): Stale[] {
  const first = defaultRules.find(({ kind }) => kind === 'FEED_STALE');
  if (first === undefined) throw new Error('No facility begins with a rule for its feed.');
  const by = { tenantId: 't', facilityId: garage, updatedAt: new Date(0), updatedBy: 'system' };
  const rule = { ...first, ...by, id: 'rule' };
  const of = { id: garage, timeZone: 'Europe/Berlin', taken: null, inService: null };
  const stale: Stale[] = [];
  let standing: Standing = { since: null, alertId: null };
  let next = 0;
  let open: Omit<Stale, 'overAt'> | null = null;
  for (let now = counts[0] ?? end; now <= end; now += stepMs) {
    while ((counts[next] ?? Infinity) <= now) next += 1;
    const countHeardAt = new Date(counts[next - 1] ?? now);
    const facility = { ...of, countHeardAt, revenueDay: null, revenueMinor: 0 };
    const [measured] = measure(
      'FEED_STALE',
      { facility, ailing: [], objectives: [], periods: [] },
      new Date(now),
    );
    const verdict = judge(rule, standing, measured ?? null, { now: new Date(now), newId: 'a' });
    ({ standing } = verdict);
    if (verdict.raised !== null) open = { lastCountAt: countHeardAt.getTime(), raisedAt: now };
    if (verdict.isOver && open !== null) {
      stale.push({ ...open, overAt: countHeardAt.getTime() });
      open = null;
    }
  }
  if (open !== null) stale.push({ ...open, overAt: end });
  return stale;
}

const written = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
const isInNight = ({ raisedAt, overAt }: Stale) =>
  raisedAt <= lateInTheNight && overAt > lateInTheNight;

/** A garage's row in the table of the page: alerts beside the one of the night, the longest of them, all hours. */
function rowOf(garage: string, stale: readonly Stale[]): string {
  const others = stale.filter((one) => !isInNight(one));
  const silence = ({ lastCountAt, overAt }: Stale) => overAt - lastCountAt;
  const longest = others.toSorted((a, b) => silence(b) - silence(a))[0];
  const hours = others.reduce((sum, one) => sum + silence(one), 0) / hourMs;
  const last =
    longest === undefined
      ? ''
      : `${written(longest.lastCountAt)} | ${written(longest.raisedAt)} | ${written(longest.overAt)}`;
  return `| ${garage} | ${others.length} | ${last} | ${hours.toFixed(0)} |`;
}

describe.runIf(isThere)(title, () => {
  const { counts, end } = countsIn(isThere ? gunzipSync(readFileSync(file)).toString() : '');
  const stale = new Map([...counts].map(([garage, at]) => [garage, staleBy(garage, at, end)]));

  it('raises an alert in every garage in the night in which the whole feed stopped', () => {
    expect(stale.size).toBe(21);
    for (const [, alerts] of stale) expect(alerts.filter(isInNight)).toHaveLength(1);
  });

  it('raises the alerts that the page shows, and none elsewhere', () => {
    const rows = [...stale]
      .filter(([, alerts]) => !alerts.every(isInNight))
      .toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
      .map(([garage, alerts]) => rowOf(garage, alerts));
    const table = readFileSync(page, 'utf8')
      .split('\n')
      .filter((line) => rows.some((row) => line.startsWith(row.split(' |')[0] ?? '')))
      .map((line) => line.replaceAll(/ +/g, ' '));
    expect(table).toEqual(rows);
  });
});
