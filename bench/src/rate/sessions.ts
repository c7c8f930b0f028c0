import type { Trace, TracePeriod } from '@voltpark/contracts';

const minuteMs = 60_000;
const yearMinutes = 365 * 1_440;
const start = Date.parse('2026-01-01T00:00:00Z');

/**
 * A session as a meter tells of it, one reading a minute: power falls off as the battery fills, a third of it is
 * spent idle at the end. The number decides when in the year it begins and how fast it is.
 */
export function sessionOf(number: number, periods: number): Trace {
  let at = start + ((number * 7_919) % yearMinutes) * minuteMs;
  const idleFrom = Math.ceil((periods * 2) / 3);
  const fastestW = 11_000 + (number % 14) * 10_000;
  const list: TracePeriod[] = [];
  for (let place = 0; place < periods; place += 1) {
    const begin = new Date(at).toISOString();
    at += minuteMs;
    const end = new Date(at).toISOString();
    const powerW = Math.round(fastestW * (1 - place / (idleFrom + 1)));
    list.push(
      place < idleFrom
        ? {
            start: begin,
            end,
            activity: 'CHARGING',
            energy_wh: Math.round(powerW / 6) / 10,
            power_w: powerW,
          }
        : { start: begin, end, activity: 'IDLE', energy_wh: 0 },
    );
  }
  return { time_zone: 'Europe/Berlin', reservation_expired: false, periods: list };
}
