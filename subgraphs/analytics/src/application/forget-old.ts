import { limits } from '../domain/limits.js';
import type { Ports, Retention } from './ports.js';

const dayMs = 24 * 3_600_000;

/** Removes what is past its time. Returns how many rows. */
export function forgetOld(
  { reads, clock }: Pick<Ports, 'reads' | 'clock'>,
  retention: Retention,
  { logDays, rows = limits.pruneRows }: { readonly logDays: number; readonly rows?: number },
) {
  return async (): Promise<number> => {
    const now = clock.now().getTime();
    const daysAgo = (days: number) => new Date(now - days * dayMs);
    const until = {
      samples: daysAgo(limits.sampleDays),
      log: daysAgo(logDays),
      told: daysAgo(limits.toldDays),
    };
    await retention.begin(until);
    let total = 0;
    // One facility after another: nobody waits for long, and a large network does not fill the memory.
    for (const id of await reads.facilityIds()) {
      for (;;) {
        const removed = await retention.remove(id, until, rows);
        total += removed.total;
        if (!removed.more) break;
      }
    }
    return total;
  };
}
