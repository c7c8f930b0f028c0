/** How many cars come in each hour of a day, against the busiest. Two peaks: shops at noon, evenings out. */
const hours = [
  0.05, 0.03, 0.02, 0.02, 0.04, 0.1, 0.25, 0.55, 0.8, 0.85, 0.95, 1, 0.95, 0.85, 0.8, 0.8, 0.85,
  0.95, 1, 0.8, 0.55, 0.35, 0.2, 0.1,
] as const;

/**
 * Cars an hour at an instant, between the full hours in a straight line.
 * @param busiestPerHour cars an hour when most come
 * @param hour local time of day, 0 to 24 with fractions
 */
export function arrivalsPerHour(busiestPerHour: number, hour: number): number {
  const before = Math.floor(hour) % 24;
  const share = hour - Math.floor(hour);
  const [now = 0, next = 0] = [hours[before], hours[(before + 1) % 24]];
  return busiestPerHour * (now * (1 - share) + next * share);
}

/** The local time of day in a zone, 0 to 24 with fractions. */
export function hourIn(timeZone: string, instant: Date): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return of('hour') + of('minute') / 60;
}
