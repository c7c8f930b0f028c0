import { hash, verify } from '@node-rs/argon2';
import type { Clock } from '@voltpark/kit/clock';
import type { Hashing, Passwords } from '../application/ports.js';
import { limits, secondsAfter } from '../domain/limits.js';
import { tooManyAttempts, type TooManyAttempts } from '../domain/throttle.js';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. The library's default algorithm is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** How many may have their turn at once and how many may wait. */
export interface PasswordCapacity {
  readonly atOnce: number;
  readonly waiting: number;
}

/**
 * argon2id behind a cap: so many turns at once and so many in line, and then a refusal, as every hash takes
 * memory and a thread. The dummy hash is made once, at the start, with the same cost.
 */
export async function createPasswords(
  clock: Clock,
  capacity: PasswordCapacity = {
    atOnce: limits.passwordTurnsAtOnce,
    waiting: limits.passwordTurnsWaiting,
  },
): Promise<Passwords> {
  const dummy = await hash('nobody has this password', cost);
  const hashing: Hashing = {
    hash: (password) => hash(password, cost),
    async verify(stored, password) {
      const isRight = await verify(stored ?? dummy, password);
      return isRight && stored !== null;
    },
  };
  const inLine: (() => void)[] = [];
  let running = 0;

  async function inTurn<Result>(
    work: (hashing: Hashing) => Promise<Result>,
  ): Promise<Result | TooManyAttempts> {
    if (running >= capacity.atOnce) {
      if (inLine.length >= capacity.waiting) {
        const now = clock.now();
        return tooManyAttempts(secondsAfter(now, 1), now);
      }
      // Whoever finishes hands its place on, so that nobody who comes later slips in between.
      await new Promise<void>((resolve) => inLine.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work(hashing);
    } finally {
      const next = inLine.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return { inTurn };
}
