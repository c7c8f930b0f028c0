import { withPoint } from './curve.js';
import { idleRule, meterLimits } from './meter-limits.js';
import { beginCode, type MeterReading } from './meter-reading.js';
import {
  emptyMeter,
  minuteMs,
  type Level,
  type Mark,
  type Metered,
  type MeterState,
} from './meter-state.js';

const minuteOf = (at: number) => Math.floor(at / minuteMs);

/** A register may show this much more than the rating allows, and its clock be so far off. */
const margin = 1.1;
const marginMs = 60_000;

/** True when the connector can have delivered so much between two instants. */
export function isDeliverable(mwh: number, from: number, to: number, ratedPowerW: number): boolean {
  return mwh <= (ratedPowerW * margin * (to - from + marginMs)) / 3_600;
}

/**
 * From a session's readings in their order (`compareReadings`) to energy and marks. A left fold: adding a reading that
 * comes after all others gives what folding all of them anew gives. A reading that comes in between is folded anew with
 * all the others, so that no order of arrival makes a difference.
 *
 * **Base.** The register of a Transaction.Begin, or of whatever was read before the start, counts as zero. Without either
 * the first reading decides: soon after the start, what the connector could have delivered since is taken for a register
 * that counts the session; anything else for one that counts the meter's life, of which nothing before is known.
 *
 * **Falls.** A register that shows less than before is in doubt until the next one. Does that show at least what
 * was there before the fall, the low one was a glitch and counts for nothing. Otherwise the register began anew: what was
 * counted stays, and the new count is added to it, from zero if it fell by more than half to what the connector could
 * have delivered meanwhile, else from where it stands. In doubt nothing is added: an error is not the driver's.
 *
 * **Spikes.** When a fall leads back behind a step that the connector cannot have delivered, that step was the glitch and
 * is taken back.
 *
 * It changes as it goes, for whoever holds it alone.
 */
export class MeterFold {
  /** Marks that no later reading replaces, of those that were added here. */
  readonly fixed: Mark[] = [];
  #state: { -readonly [Key in keyof MeterState]: MeterState[Key] };
  #tookBack = false;

  constructor(
    private readonly of: Metered,
    state: MeterState,
  ) {
    this.#state = { ...state };
  }

  get state(): MeterState {
    return this.#state;
  }

  /** A spike was taken back whose mark may have been fixed before: fold everything anew. */
  get tookBack(): boolean {
    return this.#tookBack;
  }

  add(reading: MeterReading): void {
    const state = this.#state;
    const { at, seqNo, context, registerMwh, powerW } = reading;
    state.last = { at, seqNo, context };
    state.count += 1;
    if (powerW !== null) {
      state.powerW = powerW;
      state.powerAt = at;
      if (powerW >= idleRule.powerW) state.powerlessSince = null;
      else state.powerlessSince ??= at;
    }
    if (reading.currentA !== null) state.currentA = reading.currentA;
    if (registerMwh !== null) this.#count(reading, registerMwh);
    if (reading.socPercent !== null) {
      state.socPercent = reading.socPercent;
      state.firstSoc ??= { percent: reading.socPercent, energyMwh: state.energyMwh };
      if (powerW !== null && powerW >= idleRule.powerW) {
        state.curve = withPoint(state.curve, reading.socPercent, powerW);
      }
    }
  }

  #count(reading: MeterReading, registerMwh: number): void {
    const { level, doubt } = this.#state;
    const { startedAt, ratedPowerW } = this.of;
    if (reading.at <= startedAt || level === null) {
      const isBase =
        reading.at <= startedAt ||
        reading.context === beginCode ||
        reading.at > startedAt + meterLimits.relativeWithinMs ||
        !isDeliverable(registerMwh, startedAt, reading.at, ratedPowerW);
      this.#rise(reading, registerMwh, isBase ? 0 : registerMwh);
      this.#state.before = null;
      return;
    }
    if (registerMwh >= level.registerMwh) {
      this.#rise(reading, registerMwh, level.energyMwh + registerMwh - level.registerMwh);
      return;
    }
    if (doubt !== null && registerMwh >= doubt.registerMwh) {
      this.#beginAnew(level, doubt, reading, registerMwh);
      return;
    }
    if (this.#takeBackSpike(level, registerMwh)) {
      this.#count(reading, registerMwh);
      return;
    }
    this.#state.doubt = levelOf(reading, registerMwh, level.energyMwh);
  }

  /** Energy is counted up to this reading. */
  #rise(reading: MeterReading, registerMwh: number, energyMwh: number): void {
    const state = this.#state;
    const hasFlowed = energyMwh > state.energyMwh;
    state.before = state.level;
    state.level = levelOf(reading, registerMwh, energyMwh);
    state.doubt = null;
    state.energyMwh = energyMwh;
    const { startedAt } = this.of;
    if (reading.at <= startedAt) return;
    if (hasFlowed) {
      state.activeSince ??= Math.max(state.before?.at ?? startedAt, startedAt);
      state.flowedUntil = reading.at;
    }
    this.#mark(reading, energyMwh);
  }

  /** The register began anew at `doubt`, as the next reading shows. */
  #beginAnew(level: Level, doubt: Level, reading: MeterReading, registerMwh: number): void {
    const isFromZero =
      doubt.registerMwh * 2 < level.registerMwh &&
      isDeliverable(doubt.registerMwh, level.at, doubt.at, this.of.ratedPowerW);
    const atDoubt = level.energyMwh + (isFromZero ? doubt.registerMwh : 0);
    this.#mark(doubt, atDoubt);
    this.#rise(reading, registerMwh, atDoubt + registerMwh - doubt.registerMwh);
    this.#state.before = null;
  }

  /** Goes back behind the last step, if that cannot be and this register goes on from before it. */
  #takeBackSpike(level: Level, registerMwh: number): boolean {
    const state = this.#state;
    const { before } = state;
    if (before === null || registerMwh < before.registerMwh) return false;
    const step = level.registerMwh - before.registerMwh;
    if (isDeliverable(step, before.at, level.at, this.of.ratedPowerW)) return false;
    const isSameMinute = minuteOf(before.at) === minuteOf(level.at);
    const hasMark = before.at > this.of.startedAt;
    if (state.mark?.at === level.at && isSameMinute && hasMark) {
      state.mark = markOf(before, before.energyMwh);
    } else {
      this.#unmark();
    }
    state.level = before;
    state.before = null;
    state.doubt = null;
    state.energyMwh = before.energyMwh;
    state.flowedUntil = Math.max(this.of.startedAt, Math.min(state.flowedUntil, before.at));
    this.#tookBack = true;
    return true;
  }

  #mark(at: Omit<Mark, 'energyMwh'>, energyMwh: number): void {
    const state = this.#state;
    const { mark } = state;
    if (mark !== null && minuteOf(mark.at) !== minuteOf(at.at)) {
      this.fixed.push(mark);
      state.fixedMarks += 1;
    }
    state.mark = markOf(at, energyMwh);
  }

  /** Takes the last mark away; the one before is the last again. */
  #unmark(): void {
    const state = this.#state;
    const previous = this.fixed.pop();
    if (previous !== undefined) state.fixedMarks -= 1;
    state.mark = previous ?? null;
  }
}

const levelOf = (reading: MeterReading, registerMwh: number, energyMwh: number): Level => ({
  registerMwh,
  at: reading.at,
  energyMwh,
  powerW: reading.powerW,
  currentA: reading.currentA,
});

const markOf = ({ at, powerW, currentA }: Omit<Mark, 'energyMwh'>, energyMwh: number): Mark => ({
  at,
  energyMwh,
  powerW,
  currentA,
});

/** All readings of a session, in any order, folded: its state, and its marks in order. */
export function foldAll(
  of: Metered,
  readings: readonly MeterReading[],
  compare: (a: MeterReading, b: MeterReading) => number,
): { readonly state: MeterState; readonly marks: readonly Mark[] } {
  const fold = new MeterFold(of, emptyMeter(of));
  for (const reading of readings.toSorted(compare)) fold.add(reading);
  const { mark } = fold.state;
  return { state: fold.state, marks: mark === null ? fold.fixed : [...fold.fixed, mark] };
}
