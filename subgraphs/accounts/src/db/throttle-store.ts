import type { ThrottleStore } from '../application/stores.js';
import type { Throttle } from '../domain/throttle.js';
import type { Db } from './tx.js';

export function throttleStore(tx: Db): ThrottleStore {
  return {
    async hold(key) {
      // A row that is not there cannot be held, so there is one from now on. An update holds it and changes nothing.
      const rows = await tx.$queryRawUnsafe<Throttle[]>(
        `INSERT INTO sign_in_throttle AS kept (key, failures, window_started_at) VALUES ($1, 0, now())
         ON CONFLICT (key) DO UPDATE SET failures = kept.failures
         RETURNING failures, window_started_at AS "windowStartedAt", blocked_until AS "blockedUntil"`,
        key,
      );
      const [state] = rows;
      return state === undefined || state.failures === 0 ? null : state;
    },
    read: (key) => tx.signInThrottle.findUnique({ where: { key } }),
    async write(key, { failures, windowStartedAt, blockedUntil }) {
      const state = { failures, windowStartedAt, blockedUntil };
      await tx.signInThrottle.updateMany({ where: { key }, data: state });
    },
    async clear(key) {
      await tx.signInThrottle.deleteMany({ where: { key } });
    },
    async forget(before) {
      const { count } = await tx.signInThrottle.deleteMany({
        where: {
          windowStartedAt: { lt: before },
          OR: [{ blockedUntil: null }, { blockedUntil: { lt: before } }],
        },
      });
      return count;
    },
  };
}
