import {
  catalog,
  contextOfType,
  facilitiesEvents,
  parkingEvents,
  type Envelope,
} from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { learnTenant } from '../application/learn-tenant.js';
import type { recordForeignChange } from '../application/record-foreign-change.js';
import type { Stores } from '../application/stores.js';

/** What stands in the audit log of other contexts: all of facilities, and what staff set right in parking. */
const isAudited = (type: string) =>
  contextOfType(type) === 'facilities' || type === parkingEvents.sessionCorrected.type;

/**
 * What accounts does when something happened elsewhere: it remembers tenants and writes the audit log.
 * @param storesOf the stores of the inbox's transaction
 */
export function reactions<Tx>(
  record: ReturnType<typeof recordForeignChange>,
  storesOf: (tx: Tx) => Stores,
): Reaction<Tx>[] {
  const tenantRegistered = on(facilitiesEvents.tenantRegistered, async (event, tx: Tx) => {
    const stores = storesOf(tx);
    await learnTenant(event, stores);
    await record(event, stores);
  });
  const others = [...catalog.values()]
    .filter(({ type }) => isAudited(type) && type !== facilitiesEvents.tenantRegistered.type)
    .map((definition) => on(definition, (event: Envelope, tx: Tx) => record(event, storesOf(tx))));
  return [tenantRegistered, ...others];
}
