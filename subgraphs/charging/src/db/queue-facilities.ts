import type { QueueOf } from '../application/queue-ports.js';
import { settingKeys } from '../application/settings.js';
import { hasOpenQueue } from '../domain/queue.js';
import type { Db } from './saving.js';

/** Facilities as their queues need them, many at once; without those that charging does not know. */
export async function facilitiesOf(db: Db, ids: readonly string[]): Promise<QueueOf[]> {
  const facilities = await db.facilityRow.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, tenantId: true, status: true },
  });
  const settings = await db.settingRow.findMany({
    where: {
      key: { in: [settingKeys.charging, settingKeys.chargingQueue] },
      scopeId: { in: facilities.flatMap(({ id, tenantId }) => [id, tenantId]) },
    },
  });
  return facilities.map(({ id, tenantId, status }) => {
    const said = (key: string, scope: 'FACILITY' | 'TENANT') => {
      const scopeId = scope === 'FACILITY' ? id : tenantId;
      return settings.find(
        (one) => one.key === key && one.scope === scope && one.scopeId === scopeId,
      )?.value;
    };
    // The facility's own come first, unless they say nothing.
    const value = (key: string) => said(key, 'FACILITY') ?? said(key, 'TENANT');
    const isOpen = hasOpenQueue({
      status,
      charging: value(settingKeys.charging),
      chargingQueue: value(settingKeys.chargingQueue),
    });
    return { id, tenantId, isOpen };
  });
}
