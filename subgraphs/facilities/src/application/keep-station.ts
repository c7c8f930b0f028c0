import type { Clock } from '@voltpark/kit/clock';
import { seedSettings } from '../domain/configuration.js';
import type { Stores } from './ports.js';
import { publicReach } from '@voltpark/kit/reach';

/** A charging station that the context of charging announced. */
export interface AnnouncedStation {
  readonly stationId: string;
  readonly facilityId: string;
  readonly tenantId: string;
}

/** What it takes to keep a station. */
export type StationStores = Pick<Stores, 'facilities' | 'configurations'>;

/**
 * Begins the settings of a station that was announced; nothing happens for one that has some.
 * @throws when the facility is not this context's own, or not the tenant's: then the announcement is wrong
 */
export async function keepStation(
  { clock }: { readonly clock: Clock },
  { facilities, configurations }: StationStores,
  { stationId, facilityId, tenantId }: AnnouncedStation,
): Promise<void> {
  const [facility] = await facilities.byIds([facilityId], publicReach);
  if (facility?.tenantId !== tenantId) {
    throw new Error(
      `Station ${stationId} was announced at ${facilityId}, which is not its tenant's.`,
    );
  }
  const owner = { scope: 'STATION', scopeId: stationId, tenantId, facilityId } as const;
  if (!(await configurations.begin(owner))) return;
  await configurations.save(seedSettings(owner, null, clock.now()));
}
