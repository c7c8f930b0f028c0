import { countFailure, globally, perEmail, refuseAttempt } from '../domain/throttle.js';
import type { TooManyAttempts } from '../domain/throttle.js';
import type { Cause, Ports } from './ports.js';

const globalKey = 'all';

/**
 * Takes one attempt to prove a password. It counts as failed until `clear` of the key says otherwise, so that
 * a hundred guesses at once are not heard before the first has failed.
 * @returns the refusal when the key, or everybody, has to wait
 */
export function takeAttempt(
  { clock, transact }: Ports,
  cause: Cause,
  key: string,
): Promise<TooManyAttempts | undefined> {
  const now = clock.now();
  return transact(cause, async ({ throttles }) => {
    // Read without a lock: this one row would otherwise make all sign-ins of the network wait in line.
    const refusal = refuseAttempt(await throttles.read(globalKey), now);
    if (refusal !== undefined) return refusal;
    const state = await throttles.hold(key);
    const own = refuseAttempt(state, now);
    if (own === undefined) await throttles.write(key, countFailure(state, perEmail, now));
    return own;
  });
}

/** Counts a failure for everybody, once it is known to be one. */
export function countGlobally({ clock, transact }: Ports, cause: Cause): Promise<void> {
  return transact(cause, async ({ throttles }) => {
    const state = await throttles.hold(globalKey);
    await throttles.write(globalKey, countFailure(state, globally, clock.now()));
  });
}
