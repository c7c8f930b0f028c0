import {
  billingEvents,
  catalog,
  contextOfType,
  facilitiesEvents,
  parkingEvents,
  personAnsweredBy,
  type Envelope,
} from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { contextsThatForget, takePersonAnswer, type ErasureTools } from '../application/erasure.js';
import { takePassInvoiceCancelled, takePassPaid } from '../application/keep-passes.js';
import { learnFacility } from '../application/learn-facility.js';
import { learnTenant } from '../application/learn-tenant.js';
import type { recordForeignChange } from '../application/record-foreign-change.js';
import type { Stores } from '../application/stores.js';

/** What stands in the audit log of other contexts: all of facilities, and what staff set right in parking. */
const isAudited = (type: string) =>
  (contextOfType(type) === 'facilities' && !type.startsWith('facilities.person.')) ||
  type === parkingEvents.sessionCorrected.type;

/** Of these something is remembered, besides what the audit log says of them. */
const learnt: readonly string[] = [
  facilitiesEvents.tenantRegistered.type,
  facilitiesEvents.facilityRegistered.type,
  facilitiesEvents.facilityUpdated.type,
];

/**
 * What accounts does when something happened elsewhere: it remembers tenants and facilities, writes the audit log,
 * and lets passes come into force when they are paid.
 * @param storesOf the stores of the inbox's transaction
 */
export function reactions<Tx>(
  record: ReturnType<typeof recordForeignChange>,
  tools: ErasureTools,
  storesOf: (tx: Tx) => Stores,
): Reaction<Tx>[] {
  const tenantRegistered = on(facilitiesEvents.tenantRegistered, async (event, tx: Tx) => {
    const stores = storesOf(tx);
    await learnTenant(event, stores);
    await record(event, stores);
  });
  const facilities = [facilitiesEvents.facilityRegistered, facilitiesEvents.facilityUpdated].map(
    (definition) =>
      on<facilitiesEvents.FacilitySnapshot, Tx>(definition, async (event, tx) => {
        const stores = storesOf(tx);
        await learnFacility(event, stores);
        await record(event, stores);
      }),
  );
  const others = [...catalog.values()]
    .filter(({ type }) => isAudited(type) && !learnt.includes(type))
    .map((definition) => on(definition, (event: Envelope, tx: Tx) => record(event, storesOf(tx))));
  const passPaid = on(billingEvents.invoicePaid, async ({ data: { passId } }, tx: Tx) => {
    if (passId !== null) await takePassPaid(tools, storesOf(tx), passId);
  });
  const passInvoiceCancelled = on(
    billingEvents.invoiceCancelled,
    async ({ data: { passId } }, tx: Tx) => {
      if (passId !== null) await takePassInvoiceCancelled(tools, storesOf(tx), passId);
    },
  );
  const answered = contextsThatForget.map((context) =>
    on(personAnsweredBy(context), ({ data }, tx: Tx) =>
      takePersonAnswer(tools, storesOf(tx), context, data),
    ),
  );
  return [tenantRegistered, ...facilities, ...others, passPaid, passInvoiceCancelled, ...answered];
}
