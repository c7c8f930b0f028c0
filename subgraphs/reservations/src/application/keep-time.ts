import { decideTime } from '../domain/decide.js';
import { limits } from '../domain/limits.js';
import { systemCause, type Ports } from './ports.js';
import { everything } from './viewer.js';

/**
 * What passes by itself: holds expire, windows open, and nobody comes. Each reservation in a transaction of its own;
 * whoever is second finds nothing left to do. Returns how many were looked at.
 */
export function keepTime({ clock, log, reads, transact }: Ports) {
  return async (): Promise<number> => {
    const due = await reads.due(clock.now(), limits.attendedAtOnce);
    for (const id of due) {
      try {
        await transact(systemCause, async (stores) => {
          const reservation = await stores.hold(id, everything);
          if (reservation === null) return;
          const decision = decideTime(reservation, clock.now());
          if (decision.outcome === 'accepted') await stores.save(decision.events);
        });
      } catch (error) {
        log.error({ err: error, reservation: id }, 'what passes by itself did not');
      }
    }
    return due.length;
  };
}
