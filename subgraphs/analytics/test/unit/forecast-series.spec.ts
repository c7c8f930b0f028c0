import { describe, expect, it } from 'vitest';
import { hourlyTaken, shares } from '../../src/domain/forecast-series.js';

const from = new Date('2026-05-01T00:00:00Z');
const hours = (count: number) => new Date(from.getTime() + count * 3_600_000);
const at = (time: string, free: number) => ({ at: new Date(`2026-05-01T${time}Z`), free });

describe('the hourly series of a counter that reports changes', () => {
  it('weights readings by how long they held', () => {
    const readings = [at('00:00:00', 100), at('00:45:00', 60)];
    expect(hourlyTaken(readings, { from, to: hours(2), capacity: 100 })).toEqual([10, 40]);
  });

  it('takes a reading from before the beginning into the first hours', () => {
    const before = { at: new Date('2026-04-30T22:00:00Z'), free: 20 };
    expect(hourlyTaken([before], { from, to: hours(2), capacity: 100 })).toEqual([80, 80]);
  });

  it('takes impossible counts as the bound', () => {
    const readings = [at('00:00:00', 130), at('01:00:00', -5)];
    expect(hourlyTaken(readings, { from, to: hours(2), capacity: 100 })).toEqual([0, 100]);
  });

  it('puts readings in order that were told late', () => {
    const readings = [at('01:00:00', 50), at('00:00:00', 100)];
    expect(hourlyTaken(readings, { from, to: hours(2), capacity: 100 })).toEqual([0, 50]);
  });

  it('does not know an hour of which less than a quarter is known', () => {
    const readings = [at('00:50:00', 40)];
    expect(hourlyTaken(readings, { from, to: hours(2), capacity: 100 })).toEqual([null, 60]);
  });

  it('believes a silent counter for a day, no longer', () => {
    const taken = hourlyTaken([at('00:00:00', 40)], { from, to: hours(58), capacity: 100 });
    expect(taken.slice(0, 24)).toEqual(Array.from({ length: 24 }, () => 60));
    expect(taken.slice(24)).toEqual(Array.from({ length: 34 }, () => null));
  });

  it('knows nothing without readings', () => {
    expect(hourlyTaken([], { from, to: hours(3), capacity: 100 })).toEqual([null, null, null]);
  });
});

it('shares of the capacity stay within 0 and 1', () => {
  const series = { from, capacity: 50, timeZone: 'UTC', holidays: new Set<string>() };
  expect([...shares({ ...series, taken: [-1, 25, null, 60] })]).toEqual([0, 0.5, Number.NaN, 1]);
});
