import { tariffSchema } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { secondsToTarget, withPoint, type ChargingSoFar } from '../../src/domain/curve.js';
import { correctRecord, endOf } from '../../src/domain/correct-record.js';
import { idleFeeFrom } from '../../src/domain/idle-fee.js';
import { idleSinceOf, isThresholdReached } from '../../src/domain/progress.js';
import { periodsOf } from '../../src/domain/trace.js';
import { completed } from '../support/charging-session.js';
import { begin, metered, minutes, reading, seconds, start } from '../support/meter.js';

const noTarget = { socPercent: null, energyWh: null };

describe('time remaining', () => {
  const so = (words: Partial<ChargingSoFar>): ChargingSoFar => ({
    energyWh: 0,
    socPercent: null,
    powerW: 60_000,
    firstSoc: null,
    curve: [],
    batteryWh: null,
    ...words,
  });

  it('to an energy goes on with the present power', () => {
    const target = { socPercent: null, energyWh: 20_000 };
    expect(secondsToTarget(so({ energyWh: 10_000 }), target)).toBe(600);
    expect(secondsToTarget(so({ energyWh: 25_000 }), target)).toBe(0);
  });

  it('to a charge takes the battery that is registered', () => {
    const known = so({ socPercent: 20, batteryWh: 60_000 });
    expect(secondsToTarget(known, { socPercent: 70, energyWh: null })).toBe(1_800);
  });

  it('takes the battery that the charge so far suggests', () => {
    const firstSoc = { percent: 20, energyWh: 1_000 };
    const known = so({ socPercent: 30, energyWh: 7_000, firstSoc });
    expect(secondsToTarget(known, { socPercent: 70, energyWh: null })).toBe(1_440);
    const early = so({ socPercent: 21, energyWh: 1_600, firstSoc });
    expect(secondsToTarget(early, { socPercent: 70, energyWh: null })).toBeNull();
  });

  it('falls with the curve, and takes longer above 80 % whatever the curve was', () => {
    const known = so({ socPercent: 50, batteryWh: 60_000 });
    const falling = [47, 48, 49, 50].map((socPercent) => ({
      socPercent,
      powerW: 60_000 - (socPercent - 50) * 1_000,
    }));
    const target = { socPercent: 70, energyWh: null };
    const flat = secondsToTarget(known, target) ?? 0;
    expect(secondsToTarget({ ...known, curve: falling }, target)).toBeGreaterThan(flat * 1.15);
    const to80 = secondsToTarget(known, { socPercent: 80, energyWh: null }) ?? 0;
    const to100 = secondsToTarget(known, noTarget) ?? 0;
    // A fifth of the battery at the same power would take 720 s.
    expect(to100 - to80).toBeGreaterThan(1_200);
    expect(to100 - to80).toBeLessThan(2_400);
  });

  it('never ends: what is left of the power is a tenth', () => {
    const curve = [58, 59, 60].map((socPercent) => ({
      socPercent,
      powerW: 60_000 - (socPercent - 60) * 20_000,
    }));
    const known = so({ socPercent: 60, batteryWh: 60_000, curve });
    expect(secondsToTarget(known, noTarget)).toBeLessThan(40 * 36 * 60_000 * (10 / 60_000) + 1);
  });

  it('is not known without power, battery or target', () => {
    expect(secondsToTarget(so({ powerW: null }), noTarget)).toBeNull();
    expect(secondsToTarget(so({ powerW: 0 }), noTarget)).toBeNull();
    expect(secondsToTarget(so({}), noTarget)).toBeNull();
  });

  it('knows one point a percent, the last twelve', () => {
    let curve: ReturnType<typeof withPoint> = [];
    for (let percent = 10; percent < 40; percent += 0.5) curve = withPoint(curve, percent, percent);
    expect(curve).toHaveLength(12);
    expect(curve.at(-1)).toEqual({ socPercent: 39.5, powerW: 39.5 });
  });
});

describe('idle', () => {
  const charged = [begin(0), reading(minutes(1), 180, { powerW: 11_000 })];
  const idleAfter = (...more: ReturnType<typeof reading>[]) => {
    const since = idleSinceOf(metered([...charged, ...more]).state);
    return since === null ? null : (since.getTime() - start) / 60_000;
  };

  it('is no power for a minute, from the last energy on', () => {
    const zero = reading(minutes(2), 180, { powerW: 20 });
    expect(idleAfter(zero)).toBeNull();
    expect(idleAfter(zero, reading(seconds(179), 180, { powerW: 20 }))).toBeNull();
    expect(idleAfter(zero, reading(minutes(3), 180, { powerW: 20 }))).toBe(1);
  });

  it('is no energy for five minutes, whatever the power is said to be', () => {
    const said = { powerW: 11_000 };
    expect(idleAfter(reading(minutes(5), 180, said))).toBeNull();
    expect(idleAfter(reading(minutes(6), 180, said))).toBe(1);
  });

  it('is over with the next energy', () => {
    const still = [3, 4].map((minute) => reading(minutes(minute), 180, { powerW: 0 }));
    expect(idleAfter(...still, reading(minutes(5), 300, { powerW: 9_000 }))).toBeNull();
  });

  it('is not what a vehicle does that never charged', () => {
    const nothing = [begin(0), reading(minutes(30), 0, { powerW: 0 })];
    expect(idleSinceOf(metered(nothing).state)).toBeNull();
  });
});

describe('the threshold of 80 %', () => {
  it('is reached from below, or by charging', () => {
    const soc = (percents: readonly number[], wh: number) =>
      isThresholdReached(
        metered(
          percents.map((percent, minute) =>
            reading(minutes(minute), minute * wh, { soc: percent }),
          ),
        ).state,
      );
    expect(soc([70, 79], 100)).toBe(false);
    expect(soc([70, 80], 100)).toBe(true);
    expect(soc([90, 90], 0)).toBe(false);
    expect(soc([90, 91], 100)).toBe(true);
  });
});

describe('the idle fee', () => {
  const element = { price_components: [{ type: 'ENERGY', price: 0.39, vat: 19, step_size: 1 }] };
  const tariffWith = (words: object) =>
    tariffSchema.parse({ currency: 'EUR', elements: [element], ...words });
  const { marks } = metered([begin(0), reading(minutes(10), 1_800)]);
  const periods = periodsOf(marks, start, null);
  const from = (tariff: ReturnType<typeof tariffWith> | null) => {
    const at = idleFeeFrom(tariff, 'Europe/Berlin', periods, new Date(minutes(10)));
    return at === null ? null : (at.getTime() - start) / 60_000;
  };

  it('begins after the grace', () => {
    expect(from(tariffWith({ idle_fee: { price_per_hour: 6, grace_seconds: 900 } }))).toBe(25);
  });

  it('begins after the quiet hours', () => {
    // The session begins at ten in the morning, local time.
    const quiet_hours = [{ start_time: '00:00', end_time: '12:00' }];
    const fee = { price_per_hour: 6, grace_seconds: 600, quiet_hours };
    expect(from(tariffWith({ idle_fee: fee }))).toBe(130);
  });

  it('never begins where there is none', () => {
    expect(from(tariffWith({}))).toBeNull();
    expect(from(null)).toBeNull();
  });
});

describe('a record', () => {
  const record = { energyWh: 1_000, socPercent: 50, cost: null, periods: [] };

  it('is made anew when energy, charge, price or end are others', () => {
    const session = completed({ revision: 1, version: 7 });
    const { endedAt } = session;
    expect(correctRecord(session, record, { ...record }, endedAt)).toBeNull();
    const event = correctRecord(session, record, { ...record, energyWh: 1_200 }, endedAt);
    expect(event).toMatchObject({
      session: { revision: 2, version: 8 },
      record: { energyWh: 1_200 },
      reason: 'Meter readings arrived after the end: energy 1000 → 1200 Wh.',
    });
  });

  it('of a session that fell silent with its station ends with its last reading', () => {
    const { state } = metered([begin(0), reading(minutes(90), 9_000)]);
    const endedAt = new Date(minutes(60));
    expect(endOf(completed({ endedAt }), state)).toEqual(endedAt);
    const silent = completed({ endedAt, stopReason: 'STATION_OFFLINE' });
    expect(endOf(silent, state)).toEqual(new Date(minutes(90)));
  });
});
