import { accountsEvents, facilitiesEvents } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import { telling, type Reacting } from './reacting.js';

const { contactChanged, passChanged } = accountsEvents;
const { facilityRegistered, facilityUpdated } = facilitiesEvents;

/** What is kept of accounts: how customers are reached. And notices of passes. */
export function accountsReactions<Tx>(given: Reacting<Tx>): Reaction<Tx>[] {
  return [
    on(contactChanged, ({ data, aggregateversion: version }, tx: Tx) =>
      given.storesIn(tx).peopleStore.keepContact({ ...data, version }),
    ),
    telling(given, passChanged, ({ customerId, status, registration, validFrom, validUntil }) => {
      if (status === 'PENDING') return null;
      return {
        ...{ kind: status === 'ACTIVE' ? 'PASS_ACTIVE' : 'PASS_ENDED', customerId },
        facts: { registration, from: validFrom, until: validUntil },
      };
    }),
  ];
}

/** What is kept of facilities: their names and zones. */
export function facilitiesReactions<Tx>(given: Reacting<Tx>): Reaction<Tx>[] {
  return [facilityRegistered, facilityUpdated].map((event) =>
    on(event, ({ data, aggregateversion: version }, tx: Tx) => {
      const { facilityId: id, tenantId, name, timeZone } = data;
      return given.storesIn(tx).facilityStore.keep({ id, tenantId, name, timeZone }, version);
    }),
  );
}
