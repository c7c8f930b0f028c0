import type { TenantStore } from '../application/stores.js';
import { isText, type Db } from './tx.js';

export function tenantStore(tx: Db): TenantStore {
  return {
    async exists(id) {
      return isText(id) && (await tx.tenant.count({ where: { id } })) > 0;
    },
    async learn(id, name) {
      await tx.tenant.upsert({ where: { id }, create: { id, name }, update: { name } });
    },
  };
}
