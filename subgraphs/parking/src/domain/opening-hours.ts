import { Temporal } from 'temporal-polyfill';
import { limits } from './limits.js';

/** Hours of one day, local wall-clock time; `24:00` is the end of the day, and not after `opens` means the next day. */
interface Hours {
  readonly opens: string;
  readonly closes: string;
}

/** When a facility admits vehicles, in its own time zone. */
export interface OpeningHours {
  readonly timeZone: string;
  /** By weekday, 1 = Monday … 7 = Sunday (ISO 8601). None at all: always open. */
  readonly openingPeriods: readonly (Hours & { readonly day: number })[];
  /** Dates with hours of their own, which replace all periods that would open on that date. None: closed. */
  readonly specialDays: readonly { readonly date: string; readonly hours: readonly Hours[] }[];
}

const wholeDay: readonly Hours[] = [{ opens: '00:00', closes: '24:00' }];

/** True when the facility is open at an instant. */
export function isOpenAt(facility: OpeningHours, at: Date): boolean {
  if (facility.openingPeriods.length === 0 && facility.specialDays.length === 0) return true;
  const instant = at.getTime();
  const today = localDate(facility, at);
  // A period that wraps over midnight belongs to the day on which it opens.
  return [today.subtract({ days: 1 }), today].some((date) =>
    periodsOf(facility, date).some(({ opens, closes }) => opens <= instant && instant < closes),
  );
}

/** The next opening after an instant; null when there is none for two weeks. */
export function nextOpening(facility: OpeningHours, at: Date): Date | null {
  const today = localDate(facility, at);
  for (let days = 0; days <= limits.openingDaysAhead; days += 1) {
    const openings = periodsOf(facility, today.add({ days }))
      .map(({ opens }) => opens)
      .filter((opens) => opens > at.getTime());
    if (openings.length > 0) return new Date(Math.min(...openings));
  }
  return null;
}

function localDate(facility: OpeningHours, at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(facility.timeZone)
    .toPlainDate();
}

/** The periods that open on a date, as epoch milliseconds, `closes` excluded. */
function periodsOf(facility: OpeningHours, date: Temporal.PlainDate) {
  return hoursOf(facility, date).map(({ opens, closes }) => ({
    opens: epochMs(facility, date, opens),
    // "24:00" comes after every time of the day, so text order is time order.
    closes: epochMs(facility, closes > opens ? date : date.add({ days: 1 }), closes),
  }));
}

function hoursOf(facility: OpeningHours, date: Temporal.PlainDate): readonly Hours[] {
  const special = facility.specialDays.find((day) => day.date === date.toString());
  if (special !== undefined) return special.hours;
  if (facility.openingPeriods.length === 0) return wholeDay;
  return facility.openingPeriods.filter(({ day }) => day === date.dayOfWeek);
}

/** A time that a change of the clocks skips or repeats is read as Temporal's `compatible` does. */
function epochMs(facility: OpeningHours, date: Temporal.PlainDate, time: string): number {
  const [day, clock] = time === '24:00' ? [date.add({ days: 1 }), '00:00'] : [date, time];
  return day.toZonedDateTime({ timeZone: facility.timeZone, plainTime: clock }).epochMilliseconds;
}
