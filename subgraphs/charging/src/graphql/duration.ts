/** Seconds of each part of a duration, the largest first. */
const parts = [
  ['H', 3_600],
  ['M', 60],
  ['S', 1],
] as const;

/** Whole seconds as an ISO 8601 duration: `PT1H30M`, `PT0S`. */
export function isoDuration(seconds: number): string {
  let rest = seconds;
  const written = parts.map(([letter, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? '' : `${count}${letter}`;
  });
  return `PT${written.join('') || '0S'}`;
}
