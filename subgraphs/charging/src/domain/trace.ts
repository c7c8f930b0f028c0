import type { TracePeriod } from '@voltpark/contracts';
import { minuteMs, type Mark } from './meter-state.js';
import { idleRule, meterLimits } from './meter-limits.js';
import { whOf } from './meter-reading.js';
import type { StopReason } from './session.js';

/** Sizes of the steps in which very long sessions are traced, in minutes. */
const stepMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440];

/**
 * What is priced: the periods of a session between its marks, one a clock minute. CHARGING where energy was counted
 * or power reported, IDLE where neither was; neighbouring IDLE periods are one. What a gap of readings hides is spread
 * evenly over it. With an end, the rest up to it is a period too, and what was read behind it (a clock that is a little
 * off, a final reading that was taken a moment later) is taken as read at it.
 *
 * A session of more marks than a trace may have periods is traced in longer steps: the last mark of every two
 * minutes, five minutes, and so on.
 * @param startedAt epoch milliseconds
 * @param endedAt epoch milliseconds; null: up to the last mark
 */
export function periodsOf(
  marks: readonly Mark[],
  startedAt: number,
  endedAt: number | null,
): TracePeriod[] {
  const points = pointsOf(thinned(marks), startedAt, endedAt);
  const periods: TracePeriod[] = [];
  let idleSince: number | null = null;
  let previous: Pick<Mark, 'at' | 'energyMwh'> = { at: startedAt, energyMwh: 0 };
  for (const point of points) {
    const energyMwh = point.energyMwh - previous.energyMwh;
    if (energyMwh > 0 || (point.powerW ?? 0) >= idleRule.powerW) {
      if (idleSince !== null) periods.push(idlePeriod(idleSince, previous.at));
      idleSince = null;
      periods.push(chargingPeriod(previous.at, point, energyMwh));
    } else {
      idleSince ??= previous.at;
    }
    previous = point;
  }
  if (idleSince !== null) periods.push(idlePeriod(idleSince, previous.at));
  return periods;
}

/**
 * The instant up to which a session that is over is traced, epoch milliseconds: its end. One that a fault broke off is
 * traced up to its last reading, as what came behind it was the charger's doing and no idling of the vehicle.
 */
export function tracedUntil(
  marks: readonly Mark[],
  { endedAt, stopReason }: { readonly endedAt: Date; readonly stopReason: StopReason },
): number {
  const last = marks.at(-1)?.at ?? Infinity;
  return stopReason === 'FAULT' ? Math.min(endedAt.getTime(), last) : endedAt.getTime();
}

/** Energy of a trace in Wh: what its periods say, added without error. */
export function energyWhOf(periods: readonly TracePeriod[]): number {
  const mwh = periods.map((period) => Math.round(Number(period.energy_wh ?? 0) * 1_000));
  return whOf(mwh.reduce((sum, one) => sum + one, 0));
}

/** Marks between start and end, each later than the one before, and the end itself. */
function pointsOf(marks: readonly Mark[], startedAt: number, endedAt: number | null): Mark[] {
  const points: Mark[] = [];
  for (const mark of marks) {
    const at = endedAt === null ? mark.at : Math.min(mark.at, endedAt);
    if (at <= startedAt) continue;
    if (points.at(-1)?.at === at) points.pop();
    points.push(at === mark.at ? mark : { ...mark, at });
  }
  const last = points.at(-1);
  if (endedAt !== null && endedAt > (last?.at ?? startedAt)) {
    const energyMwh = last?.energyMwh ?? 0;
    points.push({ at: endedAt, energyMwh, powerW: null, currentA: null });
  }
  return points;
}

/** The last mark of each step, with the shortest step that keeps the trace within its bound. */
function thinned(marks: readonly Mark[]): readonly Mark[] {
  // One point more may come at the end.
  const most = meterLimits.tracePeriods - 1;
  if (marks.length <= most) return marks;
  for (const minutes of stepMinutes) {
    const kept = marks.filter(
      ({ at }, index) => stepOf(at, minutes) !== stepOf(marks[index + 1]?.at ?? Infinity, minutes),
    );
    if (kept.length <= most) return kept;
  }
  // Thousands of days: the last ones tell what the session came to.
  return marks.slice(-most);
}

const stepOf = (at: number, minutes: number) => Math.floor(at / (minutes * minuteMs));

const text = (at: number) => new Date(at).toISOString();

function chargingPeriod(from: number, { at, powerW, currentA }: Mark, mwh: number): TracePeriod {
  const average = Math.round((mwh * 3_600) / (at - from));
  return {
    start: text(from),
    end: text(at),
    activity: 'CHARGING',
    energy_wh: whOf(mwh),
    power_w: powerW ?? average,
    ...(currentA === null ? {} : { current_a: currentA }),
  };
}

const idlePeriod = (from: number, to: number): TracePeriod => ({
  start: text(from),
  end: text(to),
  activity: 'IDLE',
});
