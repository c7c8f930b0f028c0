import { minuteOfDay } from '@voltpark/contracts/local-clock';
import type {
  DayWithHours,
  OpeningHours,
  OpeningPeriod,
  Schedule,
} from '@voltpark/contracts/opening-times';
import { limits } from './limits.js';

/** A date with hours of its own, and what day it is. */
export interface SpecialDay extends DayWithHours {
  readonly name: string;
}

/** When a facility is open, as its tenant says it. */
export interface NamedSchedule extends Schedule {
  readonly specialDays: readonly SpecialDay[];
}

/** What is wrong with a schedule. */
export type ScheduleFault =
  | { readonly kind: 'malformed'; readonly field: string; readonly message: string }
  | {
      readonly kind: 'overlap';
      readonly field: string;
      readonly firstIndex: number;
      readonly secondIndex: number;
    };

const minutesPerDay = 1_440;
const minutesPerWeek = 7 * minutesPerDay;
/** `08:00:00` means `08:00`: seconds of nought are how some write minutes. */
export function tidyTime(time: string): string {
  return time.replace(/^(\d\d:\d\d):00$/, '$1');
}

/** The first fault of a schedule, or undefined when it has none. */
export function scheduleFault(
  schedule: Pick<NamedSchedule, 'openingPeriods' | 'specialDays'>,
): ScheduleFault | undefined {
  return periodsFault(schedule.openingPeriods) ?? specialDaysFault(schedule.specialDays);
}

function periodsFault(periods: readonly OpeningPeriod[]): ScheduleFault | undefined {
  const field = 'openingPeriods';
  if (periods.length > limits.openingPeriods) {
    return malformed(field, `A week has at most ${limits.openingPeriods} opening periods.`);
  }
  for (const [index, period] of periods.entries()) {
    if (!Number.isInteger(period.day) || period.day < 1 || period.day > 7) {
      return malformed(`${field}.${index}.day`, 'A weekday is 1 (Monday) to 7 (Sunday).');
    }
    const fault = hoursFault(period, `${field}.${index}`);
    if (fault !== undefined) return fault;
  }
  const stretches = periods.map((period) => stretch(period, (period.day - 1) * minutesPerDay));
  return overlap(field, stretches, minutesPerWeek);
}

function specialDaysFault(days: readonly SpecialDay[]): ScheduleFault | undefined {
  if (days.length > limits.specialDays) {
    return malformed('specialDays', `At most ${limits.specialDays} special days are kept.`);
  }
  const seen = new Set<string>();
  for (const [index, day] of days.entries()) {
    const fault = specialDayFault(day, `specialDays.${index}`);
    if (fault !== undefined) return fault;
    if (seen.has(day.date)) {
      return malformed(`specialDays.${index}.date`, `${day.date} stands in the list twice.`);
    }
    seen.add(day.date);
  }
  return undefined;
}

function specialDayFault(day: SpecialDay, field: string): ScheduleFault | undefined {
  if (!isDate(day.date)) return malformed(`${field}.date`, 'A date is YYYY-MM-DD.');
  if (day.name.length === 0 || day.name.length > limits.specialDayNameCharacters) {
    return malformed(
      `${field}.name`,
      `A special day's name has 1 to ${limits.specialDayNameCharacters} characters.`,
    );
  }
  if (day.hours.length > limits.hoursPerSpecialDay) {
    return malformed(
      `${field}.hours`,
      `A special day has at most ${limits.hoursPerSpecialDay} stretches of hours.`,
    );
  }
  for (const [index, hours] of day.hours.entries()) {
    const fault = hoursFault(hours, `${field}.hours.${index}`);
    if (fault !== undefined) return fault;
  }
  return overlap(
    `${field}.hours`,
    day.hours.map((hours) => stretch(hours, 0)),
    Number.POSITIVE_INFINITY,
  );
}

function hoursFault(hours: OpeningHours, field: string): ScheduleFault | undefined {
  const opens = minuteOfDay(hours.opens);
  const closes = minuteOfDay(hours.closes);
  if (opens === undefined || opens === minutesPerDay) {
    return malformed(`${field}.opens`, 'An opening time is HH:MM, 00:00 to 23:59.');
  }
  if (closes === undefined) {
    return malformed(`${field}.closes`, 'A closing time is HH:MM, 00:00 to 24:00.');
  }
  if (opens === closes) {
    return malformed(
      `${field}.closes`,
      'It closes when it opens; a whole day is 00:00 to 24:00, or 08:00 to 08:00 in two stretches.',
    );
  }
  return undefined;
}

/** From and to in minutes, `to` beyond midnight where it wraps. The hours are well-formed. */
function stretch(hours: OpeningHours, offset: number): readonly [from: number, to: number] {
  const opens = minuteOfDay(hours.opens) ?? 0;
  const closes = minuteOfDay(hours.closes) ?? 0;
  return [offset + opens, offset + (closes > opens ? closes : closes + minutesPerDay)];
}

/** Two stretches that share a minute, on a line or, with a finite `round`, on a circle of that many minutes. */
function overlap(
  field: string,
  stretches: readonly (readonly [number, number])[],
  round: number,
): ScheduleFault | undefined {
  const shifts = Number.isFinite(round) ? [-round, 0, round] : [0];
  for (const [secondIndex, second] of stretches.entries()) {
    for (const [firstIndex, first] of stretches.slice(0, secondIndex).entries()) {
      const shared = shifts.some(
        (shift) => first[0] < second[1] + shift && second[0] + shift < first[1],
      );
      if (shared) return { kind: 'overlap', field, firstIndex, secondIndex };
    }
  }
  return undefined;
}

function isDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

const malformed = (field: string, message: string): ScheduleFault => ({
  kind: 'malformed',
  field,
  message,
});
