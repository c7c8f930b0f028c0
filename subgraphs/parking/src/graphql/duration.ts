const secondsPerHour = 3_600;
const secondsPerMinute = 60;

/** Whole seconds as an ISO 8601 duration: `PT1H30M`. */
export function isoDuration(seconds: number): string {
  const hours = Math.floor(seconds / secondsPerHour);
  const minutes = Math.floor((seconds % secondsPerHour) / secondsPerMinute);
  const rest = seconds % secondsPerMinute;
  const parts = [
    hours > 0 ? `${hours}H` : '',
    minutes > 0 ? `${minutes}M` : '',
    rest > 0 || seconds === 0 ? `${rest}S` : '',
  ];
  return `PT${parts.join('')}`;
}
