import { daysAfter, limits } from '../domain/limits.js';
import { systemCause, type Ports } from './ports.js';

/** Forgets sessions that ended long ago and throttles that hold nobody back any more. */
export function keepHouse({ clock, transact, log }: Pick<Ports, 'clock' | 'transact' | 'log'>) {
  return async (): Promise<void> => {
    const now = clock.now();
    const forgotten = await transact(systemCause, async ({ sessions, throttles }) => ({
      sessions: await sessions.forget(daysAfter(now, -limits.endedSessionDays)),
      throttles: await throttles.forget(daysAfter(now, -1)),
    }));
    log.debug(forgotten, 'forgot what is long over');
  };
}
