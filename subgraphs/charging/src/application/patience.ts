import { limits } from '../domain/limits.js';

/**
 * What other contexts tell arrives a moment after it happened. A command that fails only because of that is tried
 * again for a short while, so that whoever asks right after having parked need not.
 * @param refusal the type of the refusal that may pass by itself
 */
export async function withPatience<Result extends object>(
  wait: (ms: number) => Promise<void>,
  attempt: () => Promise<Result>,
  refusal: string,
): Promise<Result> {
  const looks = Math.ceil(limits.stayPatienceMs / limits.stayLookMs);
  for (let look = 1; ; look += 1) {
    const result = await attempt();
    const mayPass = 'type' in result && result.type === refusal;
    if (!mayPass || look >= looks) return result;
    await wait(limits.stayLookMs);
  }
}
