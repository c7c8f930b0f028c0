import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedPowerW, chargeOn } from '../../src/simulate/battery.js';
import { nextCar } from '../../src/simulate/car.js';
import { chanceOf } from '../../src/simulate/chance.js';
import { arrivalsPerHour, hourIn } from '../../src/simulate/day.js';
import type { Gate } from '../../src/simulate/gates.js';
import { windowFor } from '../../src/simulate/reserve.js';
import { Telemetry } from '../../src/simulate/telemetry.js';

describe('The luck of a simulation', () => {
  it('is the same for the same seed, and another for another', () => {
    const day = (seed: number) => {
      const chance = chanceOf(seed);
      return Array.from({ length: 5 }, (_, serial) => nextCar(chance, serial));
    };
    expect(day(7)).toEqual(day(7));
    expect(day(7)).not.toEqual(day(8));
  });

  it('is even, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const chance = chanceOf(seed);
        const drawn = Array.from({ length: 2_000 }, () => chance.next());
        expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...drawn)).toBeLessThan(1);
        const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
        expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
      }),
      { numRuns: 30 },
    );
  });

  it('chooses by weight, and brings so many an hour on average', () => {
    const chance = chanceOf(1);
    const choices = [
      { name: 'often', weight: 9 },
      { name: 'seldom', weight: 1 },
    ];
    const chosen = Array.from({ length: 1_000 }, () => chance.pick(choices).name);
    expect(chosen.filter((name) => name === 'often').length).toBeGreaterThan(850);
    const gaps = Array.from({ length: 2_000 }, () => chance.gapSeconds(60));
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeCloseTo(60, -1);
  });
});

describe('A simulated battery', () => {
  it('takes all it can while it is empty, less and less above, nothing when full', () => {
    expect([10, 55, 80, 99, 100].map((soc) => Math.round(acceptedPowerW(soc, 100_000)))).toEqual([
      100_000, 100_000, 48_889, 10_044, 0,
    ]);
  });

  it('never gets more than it holds, nor more than car and charger give', () => {
    const battery = fc.record({
      capacityWh: fc.integer({ min: 5_000, max: 150_000 }),
      maximumPowerW: fc.integer({ min: 3_000, max: 350_000 }),
    });
    fc.assert(
      fc.property(
        battery,
        fc.integer({ min: 1_000, max: 400_000 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 1, max: 3_600 }),
        (car, chargerPowerW, socPercent, seconds) => {
          const before = { energyWh: 0, socPercent, powerW: 0 };
          const after = chargeOn(before, car, chargerPowerW, seconds);
          expect(after.socPercent).toBeLessThanOrEqual(100);
          expect(after.socPercent).toBeGreaterThanOrEqual(socPercent);
          expect(after.powerW).toBeLessThanOrEqual(Math.min(chargerPowerW, car.maximumPowerW));
          expect(after.energyWh).toBeLessThanOrEqual(
            (car.capacityWh * (100 - socPercent)) / 100 + 1e-6,
          );
        },
      ),
    );
  });
});

describe('A simulated day', () => {
  it('is quiet at night and busy at noon, without a jump', () => {
    expect(arrivalsPerHour(100, 3)).toBe(2);
    expect(arrivalsPerHour(100, 11)).toBe(100);
    expect(arrivalsPerHour(100, 11.5)).toBeCloseTo(97.5);
    expect(arrivalsPerHour(100, 23.999)).toBeCloseTo(5, 0);
  });

  it('goes by the clock of the place', () => {
    expect(hourIn('Europe/Berlin', new Date('2026-07-01T10:30:00Z'))).toBe(12.5);
    expect(hourIn('Asia/Kolkata', new Date('2026-07-01T18:30:00Z'))).toBe(0);
  });
});

describe('Simulated gates and chargers', () => {
  const gateAt = (deviceId: string): Gate => ({
    ...{ deviceId, facilityId: 'f', cycles: 0, state: 'WELL' },
  });
  const plug = (connectorId: string, chargerId: string, stationId: string) => ({
    ...{ connectorId, chargerId, stationId, type: 'IEC_62196_T2', powerW: 22_000 },
  });
  const place = {
    ...{ facilityId: 'f', tenantId: 't', name: 'F', timeZone: 'Europe/Berlin', total: 2 },
    stationIds: ['s', 'cut-off'],
    plugs: new Map([
      ['1', [plug('a', 'charger', 's'), plug('b', 'charger', 's')]],
      ['2', [plug('c', 'lost', 'cut-off')]],
    ]),
    terms: null,
  };
  const told = (gates: readonly Gate[], doing: (telemetry: Telemetry) => void = () => {}) => {
    const meters = {
      isCutOff: (stationId: string) => stationId === 'cut-off',
      powerOf: (chargerId: string) => (chargerId === 'charger' ? 11_000 : 0),
    };
    const telemetry = new Telemetry(chanceOf(1), meters, gates, [place]);
    doing(telemetry);
    return telemetry
      .readings(new Date('2026-11-20T12:00:00Z'))
      .filter(({ metric }) => metric !== 'TEMPERATURE_C')
      .map(({ deviceId, metric, value }) => `${deviceId} ${metric} ${value}`);
  };

  it('tell how they do: gates that open, break or fall silent, each charger once unless it is cut off', () => {
    const [entry, exit] = [gateAt('in'), gateAt('out')];
    const cars = (telemetry: Telemetry) => {
      telemetry.opened('f', 'IN');
      telemetry.opened('f', 'IN');
      telemetry.opened('f', 'OUT');
      telemetry.opened('elsewhere', 'OUT');
    };
    expect(told([entry, exit], cars)).toEqual([
      ...['in HEARTBEAT 1', 'in FAULT 0', 'in CYCLES 2'],
      ...['out HEARTBEAT 1', 'out FAULT 0', 'out CYCLES 1'],
      'charger POWER_W 11000',
    ]);
    entry.state = 'BROKEN';
    exit.state = 'SILENT';
    expect(told([entry, exit])).toEqual([
      ...['in HEARTBEAT 1', 'in FAULT 2', 'in CYCLES 2', 'charger POWER_W 11000'],
    ]);
  });
});

describe('A reservation', () => {
  it('is for a window that the terms allow, as soon as they do', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 5, 15, 60),
        fc.integer({ min: 1, max: 240 }),
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 20_000 }),
        (stepMinutes, minMinutes, from, seconds) => {
          const { startsAt, endsAt } = windowFor({ minMinutes, stepMinutes }, from, seconds);
          const lasts = endsAt.getTime() - startsAt.getTime();
          const waits = startsAt.getTime() - from.getTime();
          expect(lasts).toBeGreaterThanOrEqual(Math.max(minMinutes * 60_000, seconds * 1_000));
          expect(waits).toBeGreaterThanOrEqual(0);
          const step = stepMinutes * 60_000;
          expect(waits).toBeLessThan(Math.max(step, 1));
          const rests = step === 0 ? [0, 0] : [startsAt.getTime() % step, lasts % step];
          expect(rests).toEqual([0, 0]);
        },
      ),
    );
  });
});
