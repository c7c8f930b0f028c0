const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Seconds of an ISO 8601 duration in days, hours, minutes and seconds; NaN for one in longer or broken units. */
export function secondsOf(duration: string): number {
  const match = pattern.exec(duration);
  if (match === null) return Number.NaN;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

/** Whole seconds as an ISO 8601 duration. */
export const durationOf = (seconds: number): string => `PT${seconds}S`;
