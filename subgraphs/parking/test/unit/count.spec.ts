import { describe, expect, it } from 'vitest';
import { decideCount, driftOf, isStale, shownFree, shownTotals } from '../../src/domain/count.js';
import { minutes, noon, occupancyWith, standardIce, times } from '../support/builders.js';

const counted = (free: number, at: Date) => ({
  ...occupancyWith(),
  countedFree: free,
  countedAt: at,
});
const decide = (
  reading: { free: number; at: Date },
  { occupancy = occupancyWith(), recorded = null as number | null } = {},
) => decideCount(occupancy, 100, recorded, reading, noon);

describe('a reading of a counter', () => {
  it('becomes the current number when it is the latest', () => {
    expect(decide({ free: 30, at: noon })).toMatchObject({
      outcome: 'CURRENT',
      change: {
        occupancy: { countedFree: 30, countedAt: noon, version: 1 },
        events: [{ mode: 'COUNTS', rawFree: 30, free: 30, capacity: 100, drift: null }],
      },
    });
  });

  it('is kept raw and shown between 0 and the capacity', () => {
    expect(decide({ free: 130, at: noon })).toMatchObject({
      change: { occupancy: { countedFree: 130 }, events: [{ rawFree: 130, free: 100 }] },
    });
    expect(decide({ free: -4, at: noon })).toMatchObject({
      change: {
        events: [
          { rawFree: -4, free: 0 },
          { type: 'ThresholdCrossed', taken: 100 },
        ],
      },
    });
    expect(shownFree(130, null)).toBe(130);
  });

  it('is history when a later one is known', () => {
    const occupancy = counted(5, noon);
    expect(decide({ free: 30, at: minutes(-1) }, { occupancy })).toEqual({ outcome: 'LATE' });
  });

  it('is nothing new when it was recorded before, and rejected when it says otherwise', () => {
    expect(decide({ free: 30, at: noon }, { recorded: 30 })).toEqual({ outcome: 'REPEATED' });
    expect(decide({ free: 31, at: noon }, { recorded: 30 })).toMatchObject({
      outcome: 'REJECTED',
      reason: 'CONTRADICTS_EARLIER',
    });
  });

  it('is rejected when it cannot be', () => {
    expect(decide({ free: 1, at: minutes(3) })).toMatchObject({ reason: 'IN_THE_FUTURE' });
    expect(decide({ free: 100_001, at: noon })).toMatchObject({ reason: 'IMPOSSIBLE_NUMBER' });
    expect(decide({ free: 0.5, at: noon })).toMatchObject({ reason: 'IMPOSSIBLE_NUMBER' });
  });

  it('says how far it is off where slots are known, and leaves the numbers to them', () => {
    const occupancy = occupancyWith(...times(10, standardIce));
    expect(driftOf(occupancy, 13)).toBe(3);
    expect(decide({ free: 13, at: noon }, { occupancy })).toMatchObject({
      change: { events: [{ mode: 'SLOTS', free: 10, capacity: 10, drift: 3 }] },
    });
    expect(shownTotals({ ...occupancy, countedFree: 3, countedAt: noon }, 100)).toMatchObject({
      total: 10,
      free: 10,
    });
  });

  it('grows stale', () => {
    expect(isStale(minutes(-120), noon)).toBe(false);
    expect(isStale(minutes(-121), noon)).toBe(true);
  });

  it('is not needed to show a facility of which only the plan is known', () => {
    expect(shownTotals(occupancyWith(), 100)).toEqual({
      total: 100,
      free: 0,
      occupied: 0,
      reserved: 0,
      maintenance: 0,
    });
  });
});
