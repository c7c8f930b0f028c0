import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addedBy,
  heldUntil,
  quarterMs,
  type Quarter,
  type Sample,
} from '../../src/domain/occupancy.js';

const believeMs = 3_600_000;
const sampleAt = (ms: number, taken: number, more: Partial<Sample> = {}): Sample => ({
  ...{ version: 1, at: new Date(ms), taken, inService: 10, counted: false },
  ...more,
});

/** The sums after samples came in an order, each between the neighbours that are there by then. */
function summed(samples: readonly Sample[]): Quarter[] {
  const there: Sample[] = [];
  const sums = new Map<number, Quarter>();
  const isBefore = (a: Sample, b: Sample) =>
    a.at.getTime() - b.at.getTime() || a.version - b.version;
  for (const sample of samples) {
    const before = there
      .filter((other) => isBefore(other, sample) < 0)
      .toSorted(isBefore)
      .at(-1);
    const after = there.filter((other) => isBefore(other, sample) > 0).toSorted(isBefore)[0];
    for (const { start, knownMs, takenMs, inServiceMs } of addedBy(
      sample,
      { before: before ?? null, after: after ?? null },
      believeMs,
    )) {
      const sum = sums.get(start) ?? { start, knownMs: 0, takenMs: 0, inServiceMs: 0 };
      sums.set(start, {
        start,
        knownMs: sum.knownMs + knownMs,
        takenMs: sum.takenMs + takenMs,
        inServiceMs: sum.inServiceMs + inServiceMs,
      });
    }
    there.push(sample);
  }
  return [...sums.values()]
    .filter(({ knownMs }) => knownMs > 0)
    .toSorted((a, b) => a.start - b.start);
}

describe('what a sample says until the next', () => {
  it('is weighted by time, quarter by quarter', () => {
    expect(heldUntil(sampleAt(600_000, 4), new Date(2_100_000), believeMs)).toEqual([
      { start: 0, knownMs: 300_000, takenMs: 1_200_000, inServiceMs: 3_000_000 },
      { start: 900_000, knownMs: 900_000, takenMs: 3_600_000, inServiceMs: 9_000_000 },
      { start: 1_800_000, knownMs: 300_000, takenMs: 1_200_000, inServiceMs: 3_000_000 },
    ]);
  });

  it('is believed without end by slots, and for a while by a counter', () => {
    const until = new Date(10 * believeMs);
    const knownMs = (sample: Sample) =>
      heldUntil(sample, until, believeMs).reduce((sum, quarter) => sum + quarter.knownMs, 0);
    expect(knownMs(sampleAt(0, 1))).toBe(10 * believeMs);
    expect(knownMs(sampleAt(0, 1, { counted: true }))).toBe(believeMs);
  });

  it('is nothing when the next comes at the same instant', () => {
    expect(heldUntil(sampleAt(5, 1), new Date(5), believeMs)).toEqual([]);
  });
});

describe('sums over samples', () => {
  const samples = fc
    .array(
      fc.record({
        at: fc.integer({ min: 0, max: 12 * quarterMs }),
        taken: fc.integer({ min: 0, max: 10 }),
        counted: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    .map((all) =>
      all.map(({ at, ...more }, index) =>
        sampleAt(at, more.taken, { ...more, version: index + 1 }),
      ),
    );

  it('do not depend on the order in which samples come', () => {
    fc.assert(
      fc.property(
        samples.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([one, other]) => {
          expect(summed(other)).toEqual(summed(one));
        },
      ),
    );
  });

  it('know as much time as lies between the first and the last, where slots are counted', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const bySlots = all.map((sample) => ({ ...sample, counted: false }));
        const times = bySlots.map(({ at }) => at.getTime());
        const span = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
        const known = summed(bySlots).reduce((sum, { knownMs }) => sum + knownMs, 0);
        expect(known).toBe(span);
      }),
    );
  });
});
