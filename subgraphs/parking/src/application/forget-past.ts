import { limits } from '../domain/limits.js';
import type { Ports } from './ports.js';

/**
 * Forgets holds and bookings that are over, once their time is up: nobody asks for them again by then. Returns how
 * many were forgotten; more may be left.
 */
export function forgetPast({
  clock,
  transact,
  system,
}: Pick<Ports, 'clock' | 'transact' | 'system'>) {
  return (): Promise<number> => {
    const before = new Date(clock.now().getTime() - limits.retentionMs);
    return transact(system, async ({ holds, bookings }) => {
      const forgotten = await holds.forgetPast(before, limits.forgottenAtOnce);
      return forgotten + (await bookings.forgetPast(before, limits.forgottenAtOnce));
    });
  };
}
