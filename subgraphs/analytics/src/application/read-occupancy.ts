import { invalidInput } from '@voltpark/kit/decision';
import { limits } from '../domain/limits.js';
import { hoursByFullness, lengthOf, type Days } from '../domain/reports.js';
import type { At, Ports } from './ports.js';

/** Days that are none, or too many. */
export function daysRefusal(days: Days, most: number) {
  const length = lengthOf(days);
  if (length === null) return invalidInput('to', '`to` is not before `from`.');
  return length > most ? invalidInput('to', `At most ${most} days at once.`) : null;
}

/** A facility as a question about it needs it; null when analytics does not know it (yet). */
export async function atFacility(
  { reads, clock }: Pick<Ports, 'reads' | 'clock'>,
  facilityId: string,
): Promise<At | null> {
  const [facility] = await reads.facilities([facilityId]);
  return facility === undefined ? null : { facility, now: clock.now() };
}

/** How full a facility was, for everybody to know. */
export function readOccupancy(ports: Pick<Ports, 'reads' | 'clock'>) {
  return {
    async occupancyHistory(facilityId: string, granularity: 'HOUR' | 'DAY', days: Days) {
      const most = granularity === 'HOUR' ? limits.hourlyDays : limits.reportDays;
      const refusal = daysRefusal(days, most);
      if (refusal !== null) return refusal;
      const at = await atFacility(ports, facilityId);
      if (at === null) return null;
      const { occupancy } = ports.reads;
      return granularity === 'HOUR' ? occupancy.hours(at, days) : occupancy.days(at, days);
    },
    async occupancyPattern(facilityId: string, days: Days) {
      const refusal = daysRefusal(days, limits.patternWeeks * 7);
      if (refusal !== null) return refusal;
      const at = await atFacility(ports, facilityId);
      if (at === null) return null;
      const hours = await ports.reads.occupancy.pattern(at, days);
      const byFullness = hoursByFullness(hours);
      return {
        hours,
        busiest: byFullness.slice(0, limits.namedHours),
        quietest: byFullness.toReversed().slice(0, limits.namedHours),
      };
    },
  };
}
