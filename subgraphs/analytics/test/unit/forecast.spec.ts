import { describe, expect, it } from 'vitest';
import { testedForecast } from '../../src/domain/forecast-back-test.js';
import { hourCalendar } from '../../src/domain/forecast-calendar.js';
import { naiveForecast, prepare, rollThrough, type Trial } from '../../src/domain/forecast.js';
import { hourMs, type HourlySeries } from '../../src/domain/forecast-series.js';

const capacity = 200;

/** Numbers from 0 to 1 that look random and are the same each time. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** A garage that is busy around 13:00 local time, half as much at weekends and on holidays, more or less each day. */
function garage(
  options: Partial<HourlySeries> & { readonly days?: number; readonly seed?: number } = {},
) {
  const { days = 42, seed = 1, ...rest } = options;
  const base = {
    from: new Date('2026-05-04T00:00:00Z'),
    timeZone: 'Europe/Berlin',
    holidays: new Set<string>(),
    ...rest,
  };
  const { cell, hourOfDay } = hourCalendar(base, days * 24);
  const next = noise(seed);
  const dayLevel = Array.from({ length: days + 1 }, () => 0.8 + 0.4 * next());
  const taken = Array.from({ length: days * 24 }, (_, hour) => {
    const local = hourOfDay[hour] ?? 0;
    const isRest = (cell[hour] ?? 0) >= 5 * 24;
    const bump = Math.exp(-(((local - 13) / 4) ** 2));
    return (
      capacity * (0.1 + 0.6 * bump * (isRest ? 0.5 : 1) * (dayLevel[Math.floor(hour / 24)] ?? 1))
    );
  });
  return { ...base, capacity, taken };
}

const trialsOf = (series: HourlySeries) => [...rollThrough(prepare(series))];
const lastOf = (series: HourlySeries): Trial | undefined => trialsOf(series).at(-1);

function replaced(
  series: HourlySeries,
  from: number,
  to: number,
  places: number | null,
): HourlySeries {
  return {
    ...series,
    taken: series.taken.map((old, hour) => (hour >= from && hour < to ? places : old)),
  };
}

describe('a forecast', () => {
  it('ends the walk through a series with the 48 hours behind its end', () => {
    const last = lastOf(garage({ days: 40 }));
    expect(last?.origin).toBe(40 * 24);
    expect(last?.hours.map(({ hour }) => hour)).toEqual(
      Array.from({ length: 48 }, (_, index) => 960 + index),
    );
  });

  it('also when the series does not end at a step of the trials', () => {
    const { taken, ...rest } = garage();
    expect(lastOf({ ...rest, taken: taken.slice(0, -5) })?.origin).toBe(taken.length - 5);
  });

  it('is not given before two weeks are behind', () => {
    const { taken, ...rest } = garage();
    expect(trialsOf({ ...rest, taken: taken.slice(0, 335) })).toEqual([]);
    expect(lastOf({ ...rest, taken: taken.slice(0, 336) })?.origin).toBe(336);
  });

  it('knows nothing of what comes after it', () => {
    const series = garage();
    const cut = 30 * 24;
    const other = replaced(series, cut, series.taken.length, 0);
    const until = (all: readonly Trial[]) => all.filter(({ origin }) => origin <= cut);
    expect(until(trialsOf(other))).toEqual(until(trialsOf(series)));
    expect(until(trialsOf(series)).length).toBeGreaterThan(50);
    expect(trialsOf(other)).not.toEqual(trialsOf(series));
  });

  it('stays within the capacity and its own intervals, the wider around the narrower', () => {
    const series = garage();
    const wild = noise(7);
    const taken = series.taken.map(() => (wild() < 0.5 ? 0 : capacity));
    for (const { hours } of trialsOf({ ...series, taken })) {
      for (const { share, low80, high80, low95, high95 } of hours) {
        const bounds = [0, low95, low80, share, high80, high95, 1];
        expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
      }
    }
  });

  it('repeats what repeats itself exactly', () => {
    const series = garage({ days: 42 });
    const taken = series.taken.map((_, hour) => capacity * (0.3 + 0.2 * Math.sin((hour % 24) / 4)));
    const { now, backTest } = testedForecast({ ...series, taken });
    expect(backTest?.mae).toBeLessThan(0.01);
    for (const { hour, share } of now?.hours ?? []) {
      expect(share).toBeCloseTo(0.3 + 0.2 * Math.sin((hour % 24) / 4), 3);
    }
  });

  it('expects a holiday to be like a Sunday', () => {
    // 42 days from Monday 4 May end on Sunday 14 June; the Monday behind is said to be a holiday.
    const plain = garage();
    const noonOf = (series: HourlySeries) =>
      lastOf(series)?.hours.find(({ hour }) => hour % 24 === 11)?.share ?? 0;
    const usual = noonOf(plain);
    const holiday = noonOf({ ...plain, holidays: new Set(['2026-06-15']) });
    expect(holiday).toBeLessThan(0.75 * usual);
  });

  it('follows the clock on the wall when it changes', () => {
    // Summer time ends on 25 October; the last hours known are those of the 24th.
    const from = new Date('2026-09-13T22:00:00Z');
    const series = garage({ from, days: 41 });
    const last = lastOf(series);
    const calendar = hourCalendar(series, series.taken.length + 48);
    const sunday = last?.hours.slice(0, 25) ?? [];
    const busiest = sunday.reduce((most, hour) => (hour.share > most.share ? hour : most));
    expect(calendar.hourOfDay[busiest.hour]).toBe(13);
    expect(sunday.filter(({ hour }) => calendar.hourOfDay[hour] === 2)).toHaveLength(2);
  });
});

describe('dirty data', () => {
  it('a feed that has been silent for 58 hours leaves the forecast to habit', () => {
    const series = garage();
    const end = series.taken.length;
    const { now, backTest } = testedForecast(replaced(series, end - 58, end, null));
    expect(now?.hours).toHaveLength(48);
    for (const { share } of now?.hours ?? []) expect(share).toBeGreaterThan(0.05);
    expect(backTest?.to.getTime()).toBeLessThanOrEqual(series.from.getTime() + (end - 58) * hourMs);
  });

  it('hours that are not known are not compared', () => {
    const series = garage();
    const whole = testedForecast(series).backTest?.hours ?? 0;
    const holed = testedForecast(replaced(series, 700, 758, null)).backTest;
    expect(holed?.hours).toBeLessThan(whole - 58);
    expect(Number.isNaN(holed?.mae)).toBe(false);
  });

  it('of a facility that was never heard of nothing is forecast', () => {
    const series = garage();
    const { now, backTest } = testedForecast(replaced(series, 0, series.taken.length, null));
    expect(now).toBeUndefined();
    expect(backTest).toBeNull();
  });

  it('a facility that was heard of late is forecast from what there is', () => {
    const series = garage();
    const { now } = testedForecast(replaced(series, 0, 20 * 24, null));
    expect(now?.hours).toHaveLength(48);
  });
});

describe('the back-test', () => {
  it('is better than naive where days differ, and its intervals hold about what they promise', () => {
    const tests = Array.from(
      { length: 8 },
      (_, seed) => testedForecast(garage({ days: 56, seed: seed + 1 }), { skip: 28 * 24 }).backTest,
    );
    const mean = (pick: (test: NonNullable<(typeof tests)[number]>) => number) =>
      tests.reduce((sum, test) => sum + (test === null ? Number.NaN : pick(test)), 0) /
      tests.length;
    expect(mean(({ mae }) => mae)).toBeLessThan(0.9 * mean(({ naiveMae }) => naiveMae));
    expect(mean(({ coverage80 }) => coverage80)).toBeGreaterThan(0.7);
    expect(mean(({ coverage80 }) => coverage80)).toBeLessThan(0.9);
    expect(mean(({ coverage95 }) => coverage95)).toBeGreaterThan(0.88);
  });

  it('tells from when to when it compared', () => {
    const { backTest } = testedForecast(garage({ days: 42 }), { skip: 28 * 24 });
    expect(backTest?.from).toEqual(new Date('2026-06-01T00:00:00Z'));
    expect(backTest?.to).toEqual(new Date('2026-06-15T00:00:00Z'));
    // 14 days have room for 49 trials of 48 hours at a distance of 6.
    expect(backTest?.hours).toBe(49 * 48);
  });
});

describe('the naive forecast', () => {
  it('is what was a week before, and what was last where that is not known', () => {
    const series = replaced(garage(), 200, 210, null);
    const prepared = prepare(series);
    const { known } = prepared;
    const naive = naiveForecast(prepared, 360);
    expect(naive[0]).toBe(known[192]);
    expect(naive[12]).toBe(known[359]);
  });
});
