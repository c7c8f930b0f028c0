import { describe, expect, it } from 'vitest';
import {
  forecastOccupancy,
  seriesOf,
  startOfHour,
} from '../../src/application/forecast-occupancy.js';
import type { HourOfOccupancy, Ports } from '../../src/application/ports.js';
import type { FacilityFact } from '../../src/domain/facts.js';

const hourMs = 3_600_000;
const facility: FacilityFact = {
  ...{ id: 'one', tenantId: 'tenant', name: 'One', timeZone: 'Europe/Berlin', currency: 'EUR' },
  ...{ country: 'DE', places: 80, status: 'ACTIVE', version: 1 },
};
const hourAt = (start: string, taken: number, rest: Partial<HourOfOccupancy> = {}) => ({
  start: new Date(start),
  end: new Date(new Date(start).getTime() + hourMs),
  ...{ taken, inService: 80, knownMs: hourMs, ...rest },
});

describe('the hour that runs', () => {
  it('begins where the clocks of the zone say', () => {
    const instant = new Date('2026-06-01T12:20:00Z');
    expect(startOfHour(instant, 'Europe/Berlin')).toEqual(new Date('2026-06-01T12:00:00Z'));
    expect(startOfHour(instant, 'Asia/Kolkata')).toEqual(new Date('2026-06-01T11:30:00Z'));
  });

  it('is the second one when clocks repeat it', () => {
    const second = new Date('2026-10-25T01:20:00Z');
    expect(startOfHour(second, 'Europe/Berlin')).toEqual(new Date('2026-10-25T01:00:00Z'));
  });
});

describe('the series of a facility', () => {
  const about = {
    from: new Date('2026-06-01T00:00:00Z'),
    to: new Date('2026-06-01T06:00:00Z'),
    facility,
    holidays: new Set<string>(),
  };

  it('begins with the first hour known and has null where nothing is known', () => {
    const hours = [hourAt('2026-06-01T02:00:00Z', 10), hourAt('2026-06-01T04:00:00Z', 12)];
    const series = seriesOf(hours, about);
    expect(series.from).toEqual(new Date('2026-06-01T02:00:00Z'));
    expect(series.taken).toEqual([10, null, 12, null]);
  });

  it('leaves out an hour of which too little is known', () => {
    const hours = [
      hourAt('2026-06-01T04:00:00Z', 10),
      hourAt('2026-06-01T05:00:00Z', 70, { knownMs: hourMs / 5 }),
    ];
    expect(seriesOf(hours, about).taken).toEqual([10, null]);
  });

  it('counts in the places that were in service last, else in the planned ones', () => {
    const closed = hourAt('2026-06-01T05:00:00Z', 0, { inService: 0 });
    const before = hourAt('2026-06-01T04:00:00Z', 10, { inService: 60 });
    expect(seriesOf([before, closed], about).capacity).toBe(60);
    expect(seriesOf([closed], about).capacity).toBe(80);
    expect(seriesOf([], about)).toMatchObject({ capacity: 80, taken: [] });
  });
});

/** Ports over hours that are given, which count how often they are asked. */
function portsOver(hours: readonly HourOfOccupancy[], start: string) {
  const asked: { from: Date; to: Date }[] = [];
  let now = new Date(start);
  const never = () => Promise.reject(new Error('is not asked for'));
  const reads: Pick<Ports['reads'], 'facilities' | 'occupancy'> = {
    facilities: async (ids) => (ids.includes(facility.id) ? [facility] : []),
    occupancy: {
      hourly: async (_id, range) => {
        asked.push(range);
        return hours.filter((hour) => hour.start >= range.from && hour.start < range.to);
      },
      ...{ hours: never, days: never, pattern: never },
    },
  };
  return {
    asked,
    wait: (ms: number) => (now = new Date(now.getTime() + ms)),
    useCase: forecastOccupancy({
      reads,
      clock: { now: () => now },
      publicHolidays: async () => new Set(),
    }),
  };
}

describe('the forecast of a facility', () => {
  const hours = Array.from({ length: 24 * 28 }, (_, hour) =>
    hourAt(new Date(Date.UTC(2026, 4, 4, hour)).toISOString(), 20 + (hour % 24)),
  );

  it('begins with the hour that runs and tells how it did before', async () => {
    const { useCase, asked } = portsOver(hours, '2026-06-01T00:40:00Z');
    const forecast = await useCase.occupancyForecast('one');
    expect(asked).toEqual([
      { from: new Date('2026-03-23T00:00:00Z'), to: new Date('2026-06-01T00:00:00Z') },
    ]);
    expect(forecast?.now?.hours).toHaveLength(48);
    expect(forecast?.now?.hours[0]?.share).toBeCloseTo(20 / 80, 2);
    expect(forecast?.now?.hours[23]?.share).toBeCloseTo(43 / 80, 2);
    expect(forecast?.backTest?.mae).toBeLessThan(1);
    expect(forecast?.backTest?.to).toEqual(new Date('2026-06-01T00:00:00Z'));
  });

  it('is made once for all that ask within a minute', async () => {
    const { useCase, asked, wait } = portsOver(hours, '2026-06-01T00:40:00Z');
    const [first, second] = await Promise.all([
      useCase.occupancyForecast('one'),
      useCase.occupancyForecast('one'),
    ]);
    expect(second).toBe(first);
    wait(60_000);
    expect(await useCase.occupancyForecast('one')).not.toBe(first);
    expect(asked).toHaveLength(2);
  });

  it('is empty for a facility that was watched too shortly, and null for an unknown one', async () => {
    const { useCase } = portsOver(hours.slice(0, 24 * 13), '2026-05-17T00:10:00Z');
    expect((await useCase.occupancyForecast('one'))?.now).toBeUndefined();
    expect(await useCase.occupancyForecast('two')).toBeNull();
  });
});
