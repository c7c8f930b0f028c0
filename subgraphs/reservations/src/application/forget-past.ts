import { limits } from '../domain/limits.js';
import { systemCause, type Ports } from './ports.js';

/**
 * Forgets stays that are over and vehicles that are in use no more, once their time is up: what others told of them
 * before is not told again by then. A vehicle of which anything is told anew is known anew. Returns how many were forgotten; more may be left.
 */
export function forgetPast({ clock, transact }: Pick<Ports, 'clock' | 'transact'>) {
  return (): Promise<number> => {
    const before = new Date(clock.now().getTime() - limits.retentionMs);
    return transact(systemCause, ({ known }) => known.forgetPast(before, limits.forgottenAtOnce));
  };
}
