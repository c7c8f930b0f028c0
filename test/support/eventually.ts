import { setTimeout as pause } from 'node:timers/promises';

/** How often, and how long, a journey looks whether another context has heard of something. */
const pollMs = 20;
const patienceMs = 30_000;

/**
 * Asks again until the answer is there: what one context publishes reaches another a moment later, and a client
 * sees that only by asking.
 * @param laterMs how much longer than usual it may take, where a single look takes long
 * @throws Error with what was waited for when it does not come
 */
export async function eventually<Result>(
  what: string,
  look: () => Promise<Result | null | undefined | false>,
  laterMs = 0,
): Promise<Result> {
  const deadline = Date.now() + patienceMs + laterMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`It never happened: ${what}`);
    await pause(pollMs);
  }
}
