import type { DataOf, Envelope, facilitiesEvents } from '@voltpark/contracts';
import type { Stores } from './stores.js';

/** Remembers a tenant, so that staff and keys of unknown ones are refused. */
export async function learnTenant(
  event: Envelope<DataOf<typeof facilitiesEvents.tenantRegistered>>,
  { tenants }: Stores,
): Promise<void> {
  await tenants.learn(event.data.tenantId, event.data.name);
}
