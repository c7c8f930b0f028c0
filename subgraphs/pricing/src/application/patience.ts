import { limits } from '../domain/limits.js';

/** Waits for so many milliseconds. */
export type Wait = (ms: number) => Promise<void>;

/** What other contexts tell of a moment after it happened. */
const heardOf: readonly unknown[] = ['Tenant', 'Facility', 'Station'];

/**
 * Tries a command of staff again for a short while when it names something that another context has only just made: who
 * registers a facility and prices it at once need not know that the news is on its way.
 */
export async function patiently<Result extends object>(
  wait: Wait,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let look = 1; ; look += 1) {
    const result = await attempt();
    const mayPass =
      'type' in result &&
      result.type === 'NotFound' &&
      'entity' in result &&
      heardOf.includes(result.entity);
    if (!mayPass || look >= limits.looks) return result;
    await wait(limits.lookMs);
  }
}
