import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsOf, moved, rateOf, totalsOf } from '../../src/domain/occupancy.js';
import { addSlots, changeSlot, retuned } from '../../src/domain/occupancy-change.js';
import { isHighAfter, thresholdsFrom } from '../../src/domain/threshold.js';
import { occupancyWith, slot, standardEv, standardIce, times } from '../support/builders.js';

const house = { highPercent: 90, normalPercent: 80 };
const totals = (occupied: number, total: number) => ({
  total,
  occupied,
  free: total - occupied,
  reserved: 0,
  maintenance: 0,
});

describe('occupancy', () => {
  it('counts by class and leaves out what the facility lacks', () => {
    const occupancy = occupancyWith(standardIce, standardIce, standardEv);
    expect(countsOf(moved(occupancy, standardIce, 'AVAILABLE', 'OCCUPIED'))).toEqual([
      {
        size: 'STANDARD',
        kind: 'ICE',
        total: 2,
        free: 1,
        occupied: 1,
        reserved: 0,
        maintenance: 0,
      },
      { size: 'STANDARD', kind: 'EV', total: 1, free: 1, occupied: 0, reserved: 0, maintenance: 0 },
    ]);
  });

  it('has a rate of the places in service', () => {
    const half = { total: 10, maintenance: 2, occupied: 3, reserved: 1, free: 4 };
    expect(rateOf(half)).toBe(0.5);
    expect(rateOf({ ...half, total: 2, occupied: 0, reserved: 0, free: 0 })).toBe(0);
  });

  it('counts each change, and a crossing as one of its own right behind it', () => {
    let occupancy = occupancyWith(...times(10, standardIce));
    const levels: unknown[] = [];
    const go = (from: 'AVAILABLE' | 'OCCUPIED', to: 'AVAILABLE' | 'OCCUPIED', often: number) => {
      for (let time = 0; time < often; time += 1) {
        const change = changeSlot(occupancy, slot({ status: from }), to);
        occupancy = change.occupancy;
        for (const event of change.events) {
          if (event.type === 'ThresholdCrossed') {
            levels.push([event.occupancy.isHigh, event.taken, event.occupancy.version]);
          }
        }
      }
    };
    go('AVAILABLE', 'OCCUPIED', 9);
    go('OCCUPIED', 'AVAILABLE', 0);
    go('AVAILABLE', 'OCCUPIED', 1);
    go('OCCUPIED', 'AVAILABLE', 1);
    expect(levels).toEqual([[true, 9, 10]]);
    go('OCCUPIED', 'AVAILABLE', 1);
    expect(levels).toEqual([
      [true, 9, 10],
      [false, 8, 14],
    ]);
    expect(occupancy.version).toBe(14);
  });

  it('may cross a threshold when slots are added, or the thresholds move', () => {
    const full = {
      ...moved(occupancyWith(standardIce), standardIce, 'AVAILABLE', 'OCCUPIED'),
      isHigh: true,
    };
    expect(addSlots(full, [slot()], ['level']).events.map(({ type }) => type)).toEqual([
      'SlotsLaidOut',
      'ThresholdCrossed',
    ]);
    const half = addSlots({ ...full, isHigh: false }, [slot()], ['level']).occupancy;
    const change = retuned(half, totalsOf(half), { highPercent: 50, normalPercent: 20 });
    expect(change.events).toMatchObject([{ type: 'ThresholdCrossed', taken: 1, inService: 2 }]);
    expect(change.occupancy).toMatchObject({ version: half.version + 1, highPercent: 50 });
    expect(retuned(half, totalsOf(half), house).events).toEqual([]);
  });
});

describe('thresholds', () => {
  it('stay what they were between the two', () => {
    expect(isHighAfter(false, totals(89, 100), house)).toBe(false);
    expect(isHighAfter(false, totals(90, 100), house)).toBe(true);
    expect(isHighAfter(true, totals(81, 100), house)).toBe(true);
    expect(isHighAfter(true, totals(80, 100), house)).toBe(false);
    expect(isHighAfter(true, totals(0, 0), house)).toBe(false);
  });

  it('never flap: a car that comes and goes does not cross twice', () => {
    const sizes = fc.integer({ min: 12, max: 500 });
    fc.assert(
      fc.property(sizes, fc.nat(499), fc.boolean(), (total, occupied, wasHigh) => {
        const before = Math.min(occupied, total - 1);
        const there = isHighAfter(wasHigh, totals(before + 1, total), house);
        const back = isHighAfter(there, totals(before, total), house);
        const again = isHighAfter(back, totals(before + 1, total), house);
        expect(there === back || back === again).toBe(true);
      }),
    );
  });

  it('come from the settings when these make sense', () => {
    expect(thresholdsFrom({ highPercent: 95, normalPercent: 70 }, house)).toEqual({
      highPercent: 95,
      normalPercent: 70,
    });
    expect(thresholdsFrom({ highPercent: undefined, normalPercent: 50 }, house)).toEqual({
      highPercent: 90,
      normalPercent: 50,
    });
    for (const highPercent of [80, 0, 101, 'many', 90.5, null]) {
      expect(thresholdsFrom({ highPercent, normalPercent: 80 }, house)).toEqual(house);
    }
  });
});
