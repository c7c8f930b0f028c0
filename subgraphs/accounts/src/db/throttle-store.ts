import type { ThrottleStore } from '../application/stores.js';
import type { Db } from './tx.js';

export function throttleStore(tx: Db): ThrottleStore {
  return {
    async hold(key) {
      // A row of its own first, as a row that is not there cannot be held.
      await tx.$executeRawUnsafe(
        `INSERT INTO sign_in_throttle (key, failures, window_started_at) VALUES ($1, 0, now())
         ON CONFLICT DO NOTHING`,
        key,
      );
      await tx.$queryRawUnsafe(`SELECT 1 FROM sign_in_throttle WHERE key = $1 FOR UPDATE`, key);
      const row = await tx.signInThrottle.findUnique({ where: { key } });
      return row === null || row.failures === 0 ? null : row;
    },
    read: (key) => tx.signInThrottle.findUnique({ where: { key } }),
    async write(key, { failures, windowStartedAt, blockedUntil }) {
      const state = { failures, windowStartedAt, blockedUntil };
      await tx.signInThrottle.upsert({
        where: { key },
        create: { key, ...state },
        update: state,
      });
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
