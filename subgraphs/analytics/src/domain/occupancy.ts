/** How full a facility was from an instant on, until its next sample. */
export interface Sample {
  readonly version: number;
  readonly at: Date;
  /** Places occupied or reserved. */
  readonly taken: number;
  /** Places that are not in maintenance. */
  readonly inService: number;
  /** From a counter, which is believed for a while only. */
  readonly counted: boolean;
}

/** Sums over a quarter of an hour, in places × milliseconds. */
export interface Quarter {
  /** Start, epoch milliseconds: a whole quarter of an hour UTC, in which every zone's hours and days begin. */
  readonly start: number;
  readonly knownMs: number;
  readonly takenMs: number;
  readonly inServiceMs: number;
}

export const quarterMs = 900_000;

/** What one sample says of the time until another instant, by quarters. Nothing when that is not after it. */
export function heldUntil(sample: Sample, until: Date, believeMs: number): Quarter[] {
  const from = sample.at.getTime();
  const to = Math.min(until.getTime(), sample.counted ? from + believeMs : Infinity);
  const quarters: Quarter[] = [];
  for (let at = from; at < to;) {
    const start = Math.floor(at / quarterMs) * quarterMs;
    const end = Math.min(start + quarterMs, to);
    const knownMs = end - at;
    quarters.push({
      start,
      knownMs,
      takenMs: knownMs * sample.taken,
      inServiceMs: knownMs * sample.inService,
    });
    at = end;
  }
  return quarters;
}

/**
 * What a new sample between its neighbours adds to the sums, where it may be negative. Only time between samples
 * is summed: what the last one says goes on until now and is added by whoever reads. So the sums are a function of
 * the set of samples, in whatever order these came.
 */
export function addedBy(
  sample: Sample,
  neighbours: { readonly before: Sample | null; readonly after: Sample | null },
  believeMs: number,
): Quarter[] {
  const { before, after } = neighbours;
  const deltas = new Map<number, Quarter>();
  const add = (quarters: readonly Quarter[], sign: 1 | -1) => {
    for (const { start, knownMs, takenMs, inServiceMs } of quarters) {
      const sum = deltas.get(start) ?? { start, knownMs: 0, takenMs: 0, inServiceMs: 0 };
      deltas.set(start, {
        start,
        knownMs: sum.knownMs + sign * knownMs,
        takenMs: sum.takenMs + sign * takenMs,
        inServiceMs: sum.inServiceMs + sign * inServiceMs,
      });
    }
  };
  if (before !== null) add(heldUntil(before, sample.at, believeMs), 1);
  if (before !== null && after !== null) add(heldUntil(before, after.at, believeMs), -1);
  if (after !== null) add(heldUntil(sample, after.at, believeMs), 1);
  return [...deltas.values()].filter(
    ({ knownMs, takenMs, inServiceMs }) => knownMs !== 0 || takenMs !== 0 || inServiceMs !== 0,
  );
}
