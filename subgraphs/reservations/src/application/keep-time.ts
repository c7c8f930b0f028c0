import { decideTime } from '../domain/decide.js';
import { limits } from '../domain/limits.js';
import { systemCause, type Ports } from './ports.js';
import { everyone } from '@voltpark/kit/viewer';

/**
 * What passes by itself: holds expire, windows open, and nobody comes. Each reservation in a transaction of its own;
 * whoever is second finds nothing left to do. Returns to how many something happened; more may be left.
 */
export function keepTime({ clock, log, reads, transact }: Ports) {
  return async (): Promise<number> => {
    let changed = 0;
    const due = await reads.due(clock.now(), limits.attendedAtOnce);
    for (const id of due) {
      try {
        await transact(systemCause, async (stores) => {
          const reservation = await stores.hold(id, everyone);
          if (reservation === null) return;
          const decision = decideTime(reservation, clock.now());
          if (decision.outcome !== 'accepted') return;
          await stores.save(decision.events);
          changed += decision.events.length;
        });
      } catch (error) {
        log.error({ err: error, reservation: id }, 'what passes by itself did not');
      }
    }
    return changed;
  };
}
