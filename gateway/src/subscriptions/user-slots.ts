import type { Actor } from '@voltpark/contracts';
import type { LiveLimits } from './limits.js';

/** Counts connections, WebSocket and SSE together, so that no user takes more than a fair share. */
export class UserSlots {
  readonly #taken = new Map<string, number>();

  constructor(
    private readonly limits: Pick<LiveLimits, 'connectionsPerUser' | 'connectionsPerAddress'>,
  ) {}

  /**
   * Takes a place for a user; for the anonymous, one of their address.
   * @returns gives the place back, once; undefined when all are taken
   */
  take(actor: Actor, address: string): (() => void) | undefined {
    const isAnonymous = actor.kind === 'ANONYMOUS';
    const user = isAnonymous ? `address ${address}` : `${actor.kind} ${actor.id}`;
    const limit = isAnonymous ? this.limits.connectionsPerAddress : this.limits.connectionsPerUser;
    const taken = this.#taken.get(user) ?? 0;
    if (taken >= limit) return undefined;
    this.#taken.set(user, taken + 1);
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      const left = (this.#taken.get(user) ?? 1) - 1;
      if (left > 0) this.#taken.set(user, left);
      else this.#taken.delete(user);
    };
  }
}
