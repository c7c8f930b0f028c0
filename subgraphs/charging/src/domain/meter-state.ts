import type { CurvePoint } from './curve.js';
import type { MeterReading } from './meter-reading.js';

/** What a session's readings come to so far: see `MeterFold`. */
export interface MeterState {
  /** The last reading in order. */
  readonly last: Pick<MeterReading, 'at' | 'seqNo' | 'context'> | null;
  readonly count: number;
  readonly energyMwh: number;
  /** The register that energy was last counted up to; null before the first. */
  readonly level: Level | null;
  /** The one before, while the step between them may prove to be a spike. */
  readonly before: Level | null;
  /** A register below the level, in doubt. */
  readonly doubt: Level | null;
  /** The last mark: that of the minute which may still have later readings. */
  readonly mark: Mark | null;
  /** Number of marks before it. */
  readonly fixedMarks: number;
  readonly powerW: number | null;
  readonly powerAt: number | null;
  /** Since when power was below the idle rule's, without a break; null while it is not. */
  readonly powerlessSince: number | null;
  readonly currentA: number | null;
  readonly socPercent: number | null;
  /** The first state of charge and the energy by then: what a percent of this battery takes. */
  readonly firstSoc: { readonly percent: number; readonly energyMwh: number } | null;
  /** How the battery took power of late. */
  readonly curve: readonly CurvePoint[];
  /** Instant up to which energy is known to have flowed; the start when none has. */
  readonly flowedUntil: number;
  /** The reading before the first energy: when charging began; null while none has flowed. */
  readonly activeSince: number | null;
}

/** A register that energy was counted up to. */
export interface Level {
  readonly registerMwh: number;
  readonly at: number;
  /** Energy of the session at it. */
  readonly energyMwh: number;
  readonly powerW: number | null;
  readonly currentA: number | null;
}

/** Energy of the session at an instant: the last good reading of a clock minute. */
export interface Mark {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly energyMwh: number;
  readonly powerW: number | null;
  readonly currentA: number | null;
}

/** What of a session matters to its meter. */
export interface Metered {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Most that the connector delivers, in watts. */
  readonly ratedPowerW: number;
}

/** The meter of a session that nothing was read of. */
export function emptyMeter({ startedAt }: Metered): MeterState {
  return {
    last: null,
    count: 0,
    energyMwh: 0,
    level: null,
    before: null,
    doubt: null,
    mark: null,
    fixedMarks: 0,
    powerW: null,
    powerAt: null,
    powerlessSince: null,
    currentA: null,
    socPercent: null,
    firstSoc: null,
    curve: [],
    flowedUntil: startedAt,
    activeSince: null,
  };
}

export const minuteMs = 60_000;
