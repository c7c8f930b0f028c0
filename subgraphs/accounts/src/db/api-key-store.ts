import type { ApiKeyReads, ApiKeyStore } from '../application/stores.js';
import { apiKeyOf } from './rows.js';
import { isId, lockName, lockRows, withinReach, type Db } from './tx.js';

export function apiKeyReads(db: Db): ApiKeyReads {
  return {
    async forExchange(id) {
      const row = await db.apiKey.findUnique({ where: { id } });
      return row && apiKeyOf(row);
    },
    async list(reach, { limit, after }) {
      const within = withinReach(reach);
      if (within === null) return [];
      const rows = await db.apiKey.findMany({
        where: { ...within, ...(after === null ? {} : { id: { gt: after } }) },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map(apiKeyOf);
    },
    async byId(id, reach) {
      const within = withinReach(reach);
      if (within === null || !isId(id)) return null;
      const row = await db.apiKey.findFirst({ where: { ...within, id } });
      return row && apiKeyOf(row);
    },
  };
}

export function apiKeyStore(tx: Db): ApiKeyStore {
  const reads = apiKeyReads(tx);
  return {
    ...reads,
    async hold(id, reach) {
      await lockRows(tx, 'api_key', [id]);
      return reads.byId(id, reach);
    },
    async countInForce(tenantId, now) {
      await lockName(tx, 'api_keys', tenantId);
      return tx.apiKey.count({
        where: { tenantId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      });
    },
    async markUsed(id, now) {
      await tx.apiKey.update({ where: { id }, data: { lastUsedAt: now } });
    },
  };
}
