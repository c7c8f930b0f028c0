import type { Tariff, TracePeriod } from '@voltpark/contracts';
import { rateCharging } from '@voltpark/rating/charging';

/** How far ahead the beginning of a fee is looked for, and how exactly. */
const horizonSeconds = 48 * 3_600;
const exactSeconds = 1;

/**
 * When idling begins to cost something: found by rating the session as if it stayed idle for so much longer, by the
 * rule that will price it and no other, so that grace, quiet hours and windows are what they are. Null when it costs
 * nothing within two days.
 * @param periods the trace so far
 */
export function idleFeeFrom(
  tariff: Tariff | null,
  timeZone: string,
  periods: readonly TracePeriod[],
  idleSince: Date,
): Date | null {
  if (tariff === null) return null;
  const until = periods.filter(({ start }) => Date.parse(start) < idleSince.getTime());
  const costsAfter = (seconds: number): boolean => {
    const start = idleSince.toISOString();
    const end = new Date(idleSince.getTime() + seconds * 1_000).toISOString();
    const trace = {
      time_zone: timeZone,
      reservation_expired: false,
      periods: [...until, { start, end, activity: 'IDLE' as const }],
    };
    const { lines } = rateCharging(tariff, trace);
    return lines.some(({ kind, exclTax }) => kind === 'IDLE' && Number(exclTax) > 0);
  };
  if (!costsAfter(horizonSeconds)) return null;
  let free = 0;
  let costly = horizonSeconds;
  while (costly - free > exactSeconds) {
    const middle = Math.floor((free + costly) / 2);
    if (costsAfter(middle)) costly = middle;
    else free = middle;
  }
  return new Date(idleSince.getTime() + free * 1_000);
}
