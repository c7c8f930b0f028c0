import type { DataOf, Envelope, facilitiesEvents } from '@voltpark/contracts';
import type { Stores } from './stores.js';

/** Remembers what passes need of a facility: whose it is, its zone and its currency. */
export async function learnFacility(
  { data, aggregateversion }: Envelope<DataOf<typeof facilitiesEvents.facilityRegistered>>,
  { facilities }: Stores,
): Promise<void> {
  const { facilityId: id, tenantId, timeZone, currency } = data;
  await facilities.learn({ id, tenantId, timeZone, currency }, aggregateversion);
}
