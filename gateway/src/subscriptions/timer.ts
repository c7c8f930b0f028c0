/** The longest delay that timers take; longer ones would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/**
 * Does something later, however much later.
 * @returns calls it off
 */
export function afterDelay(delayMs: number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: number): void => {
    const stepMs = Math.min(Math.max(leftMs, 0), longestDelayMs);
    timer = setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : act()), stepMs);
  };
  wait(delayMs);
  return () => clearTimeout(timer);
}
