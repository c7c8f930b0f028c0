import { localClock, type LocalClock } from '@voltpark/contracts/local-clock';
import type { RatePlan, RateWindow } from '@voltpark/contracts/rate-plan';

/** Half-open, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One night, one peak: a window at the time at which it once was. */
export interface WindowOccurrence extends Span {
  /** Place in the plan's windows. */
  readonly index: number;
}

/** A part of the stay in which the same window, the same calendar day and the same 24 hours count. */
export interface Cell extends Span {
  readonly window: WindowOccurrence | null;
  /** First instant of the local day; of no meaning where the plan has no daily maximum. */
  readonly day: number;
  /** Which 24 hours since entry, from 0. */
  readonly stretch: number;
}

/** From one reset to the next. */
export interface Segment extends Span {
  readonly cells: readonly Cell[];
}

export const minuteMs = 60_000;
const stretchMs = 24 * 60 * minuteMs;

/** Longest stay that is rated. A longer one is a mistake, and would be worked on for seconds. */
const longestStayDays = 3_660;

/**
 * A stay cut where anything about its price can change: at resets, at the edges of windows, at local midnights and
 * at each 24 hours since entry.
 *
 * @throws RangeError when the stay is longer than ten years.
 */
export function segmentsOf(plan: RatePlan, timeZone: string, stay: Span): Segment[] {
  if (stay.to - stay.from > longestStayDays * stretchMs)
    throw new RangeError(`A stay of more than ${longestStayDays} days is not rated.`);
  const clock = localClock(timeZone);
  const resets = resetsOf(plan, clock, stay);
  const windows = windowsWithin(plan.windows, clock, stay);
  const days = plan.dailyMaximum === null ? [] : midnightsWithin(clock, stay);
  const stretches = plan.maximumPer24Hours === null ? [] : every(stretchMs, stay);
  const edges = [...windows.flatMap(({ from, to }) => [from, to]), ...days, ...stretches];
  const cuts = sortedWithin([...resets, ...edges], stay);
  const cells = spansBetween(cuts, stay).map((span) => ({
    ...span,
    day: latest(days, span.from) ?? stay.from,
    stretch: Math.floor((span.from - stay.from) / stretchMs),
  }));
  const inWindows = withWindows(cells, windows);
  return grouped(spansBetween(sortedWithin(resets, stay), stay), inWindows);
}

/** Cells of a stretch of time, each handed to the segment in which it lies. Both ascend. */
function grouped(segments: readonly Span[], cells: readonly Cell[]): Segment[] {
  let next = 0;
  return segments.map((segment) => {
    const own: Cell[] = [];
    for (let cell = cells[next]; cell !== undefined && cell.from < segment.to; cell = cells[next]) {
      own.push(cell);
      next += 1;
    }
    return { ...segment, cells: own };
  });
}

function resetsOf({ reset }: RatePlan, clock: LocalClock, stay: Span): number[] {
  switch (reset.kind) {
    case 'NEVER':
      return [];
    case 'EVERY':
      return every(reset.minutes * minuteMs, stay);
    case 'AT_LOCAL_TIME':
      return datesOf(clock, stay).map((date) => instantOf(clock, date, reset.time).first);
  }
}

type LocalDate = ReturnType<LocalClock['dateAt']>;

/** The local dates of a stay, with one more on both sides, as windows wrap over midnight. */
function datesOf(clock: LocalClock, stay: Span): LocalDate[] {
  const last = clock.dateAt(new Date(stay.to)).add({ days: 1 });
  const dates: LocalDate[] = [];
  let date = clock.dateAt(new Date(stay.from)).subtract({ days: 1 });
  for (; date.until(last).sign >= 0; date = date.add({ days: 1 })) dates.push(date);
  return dates;
}

function midnightsWithin(clock: LocalClock, stay: Span): number[] {
  return datesOf(clock, stay).map((date) => clock.startOfDay(date));
}

/** When the clock shows a time on a date; `24:00` is the beginning of the next day. */
function instantOf(clock: LocalClock, date: LocalDate, time: string) {
  if (time !== '24:00') return clock.instants(date, time);
  const end = clock.startOfDay(date.add({ days: 1 }));
  return { first: end, last: end };
}

/**
 * When windows were. One begins at the first instant at which the clock shows its beginning and ends at the last at
 * which it shows its end, as opening hours do: the hour that happens twice lies in it as a whole, and one within the
 * hour that clocks skip is not at all.
 */
function windowsWithin(
  windows: readonly RateWindow[],
  clock: LocalClock,
  stay: Span,
): WindowOccurrence[] {
  if (windows.length === 0) return [];
  return datesOf(clock, stay)
    .flatMap((date) =>
      windows.flatMap((window, index) => {
        if (window.days.length > 0 && !window.days.includes(date.dayOfWeek)) return [];
        const { first } = instantOf(clock, date, window.from);
        const ends = window.to < window.from ? date.add({ days: 1 }) : date;
        return [{ index, from: first, to: instantOf(clock, ends, window.to).last }];
      }),
    )
    .filter(({ from, to }) => from < to && from < stay.to && to > stay.from);
}

/** In each cell the first window of the plan that contains it; of one that overlaps itself, the earlier. */
function withWindows(
  cells: readonly Omit<Cell, 'window'>[],
  windows: readonly WindowOccurrence[],
): Cell[] {
  const coming = [...windows].sort((a, b) => a.from - b.from);
  let open: WindowOccurrence[] = [];
  let next = 0;
  return cells.map((cell) => {
    for (
      let occurrence = coming[next];
      occurrence !== undefined && occurrence.from <= cell.from;
      occurrence = coming[next]
    ) {
      open.push(occurrence);
      next += 1;
    }
    open = open.filter(({ to }) => to > cell.from);
    const [first] = [...open].sort((a, b) => a.index - b.index || a.from - b.from);
    return { ...cell, window: first ?? null };
  });
}

function every(lengthMs: number, stay: Span): number[] {
  const marks: number[] = [];
  for (let mark = stay.from + lengthMs; mark < stay.to; mark += lengthMs) marks.push(mark);
  return marks;
}

function sortedWithin(instants: readonly number[], stay: Span): number[] {
  const within = instants.filter((instant) => stay.from < instant && instant < stay.to);
  return [...new Set(within)].sort((a, b) => a - b);
}

function spansBetween(cuts: readonly number[], { from, to }: Span): Span[] {
  return [from, ...cuts].map((cut, index) => ({ from: cut, to: cuts[index] ?? to }));
}

/** The last of ascending instants that is not behind another. */
function latest(instants: readonly number[], at: number): number | undefined {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
    else high = middle;
  }
  return instants[low - 1];
}
