import { MeterFold } from './meter-fold.js';
import { emptyMeter, type Mark, type MeterState } from './meter-state.js';
import { meterLimits } from './meter-limits.js';
import {
  compareReadings,
  identityOf,
  saysTheSame,
  type MeterReading,
  type ReadingIdentity,
} from './meter-reading.js';
import { reachedTarget } from './progress.js';
import { meteredOf, placeIn } from './session-clock.js';
import { isOpen, stopOf, type ChargingSession, type StopReason } from './session.js';

/** What became of a reading that names a session which is known. */
export type ReadingOutcome =
  | 'ACCEPTED'
  /** It was taken in before, word for word. */
  | 'DUPLICATE'
  /** One of the same identity says something else; the first stays. */
  | 'CONTRADICTS_EARLIER'
  | 'TOO_MANY'
  /** Of another time than the session's: kept aside. */
  | 'BEFORE_START'
  | 'AFTER_END';

/** A limit that a reading reached, and when. */
export interface Reached {
  readonly at: Date;
  readonly reason: Extract<
    StopReason,
    'TARGET_SOC' | 'TARGET_ENERGY' | 'COST_LIMIT' | 'TIME_LIMIT'
  >;
}

/** What a session's meter is after readings were taken in. */
export interface TakenIn {
  /** Of each reading, in the order in which they were given. */
  readonly outcomes: readonly ReadingOutcome[];
  /** Those that are new, in their own order. */
  readonly added: readonly MeterReading[];
  readonly state: MeterState;
  /** Marks that are fixed now: behind those there were, or all of them, if they were made anew. */
  readonly fixed: readonly Mark[];
  readonly isAnew: boolean;
  /** The first limit that the meter reached in an open session that was not stopped. */
  readonly reached: Reached | null;
}

/**
 * Takes readings into a session's meter, in whatever order they are given.
 * @param kept all readings there are of the session; null: not loaded
 * @returns null when all readings are needed: one was measured before the last that was taken in, or a spike is to
 * be taken back
 */
export function takeIn(
  session: ChargingSession,
  before: MeterState,
  arrived: readonly MeterReading[],
  kept: readonly MeterReading[] | null,
): TakenIn | null {
  const { outcomes, added } = sortOut(session, before, arrived, kept);
  if (added.length === 0) {
    return { outcomes, added, state: before, fixed: [], isAnew: false, reached: null };
  }
  const first = added[0];
  const isBehind =
    before.last === null || (first !== undefined && compareReadings(first, before.last) > 0);
  if (isBehind) {
    const folded = foldOn(session, before, added);
    if (!folded.tookBack) return { outcomes, added, ...folded, isAnew: false };
  }
  if (kept === null) return null;
  const all = [...kept, ...added].sort(compareReadings);
  const folded = foldOn(session, emptyMeter(meteredOf(session)), all);
  return { outcomes, added, ...folded, isAnew: true };
}

/** True when nothing can be said of the readings without those that are there already. */
export function needsKept(before: MeterState, arrived: readonly MeterReading[]): boolean {
  const { last } = before;
  return last !== null && arrived.some((reading) => compareReadings(reading, last) <= 0);
}

/** What becomes of each, and those that are new in their order. */
function sortOut(
  session: ChargingSession,
  before: MeterState,
  arrived: readonly MeterReading[],
  kept: readonly MeterReading[] | null,
): { readonly outcomes: ReadingOutcome[]; readonly added: MeterReading[] } {
  if (kept === null && isInOrder(session, before, arrived)) {
    return { outcomes: arrived.map(() => 'ACCEPTED'), added: [...arrived] };
  }
  const known = new Map(kept?.map((reading) => [identityOf(reading), reading]));
  const added: MeterReading[] = [];
  const outcomes = arrived.map((reading): ReadingOutcome => {
    const place = placeIn(session, reading.at);
    if (place !== 'WITHIN') return place;
    const identity = identityOf(reading);
    const earlier = known.get(identity);
    if (earlier !== undefined) {
      return saysTheSame(earlier, reading) ? 'DUPLICATE' : 'CONTRADICTS_EARLIER';
    }
    if (before.count + added.length >= meterLimits.readingsPerSession) return 'TOO_MANY';
    known.set(identity, reading);
    added.push(reading);
    return 'ACCEPTED';
  });
  added.sort(compareReadings);
  return { outcomes, added };
}

/** What most batches are: readings of the session, each behind the one before. */
function isInOrder(
  session: ChargingSession,
  { last, count }: MeterState,
  arrived: readonly MeterReading[],
): boolean {
  if (count + arrived.length > meterLimits.readingsPerSession) return false;
  let previous: ReadingIdentity | null = last;
  for (const reading of arrived) {
    if (previous !== null && compareReadings(reading, previous) <= 0) return false;
    if (placeIn(session, reading.at) !== 'WITHIN') return false;
    previous = reading;
  }
  return true;
}

function foldOn(session: ChargingSession, from: MeterState, readings: readonly MeterReading[]) {
  const fold = new MeterFold(meteredOf(session), from);
  const stoppable = isOpen(session) && stopOf(session) === null ? session : null;
  let reached: Reached | null = null;
  for (const reading of readings) {
    fold.add(reading);
    if (stoppable === null || reached !== null) continue;
    const reason = reachedTarget(stoppable, fold.state);
    if (reason !== null) reached = { at: new Date(reading.at), reason };
  }
  return { state: fold.state, fixed: fold.fixed, tookBack: fold.tookBack, reached };
}
