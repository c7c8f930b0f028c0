import { accountsEvents, type DataOf } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { KnownPass } from '../application/heard.js';
import { takeInOwnership, takeInPass, type TakingIn } from '../application/take-in.js';

const { passBought, passChanged, vehicleLinked, vehicleUpdated } = accountsEvents;

/** What billing keeps of accounts: passes, and whose vehicles were when. */
export function accountsReactions<Tx>(takingIn: (tx: Tx) => TakingIn): Reaction<Tx>[] {
  const pass = [passBought, passChanged].map((event) =>
    on<DataOf<typeof passBought>, Tx>(event, ({ data, time, aggregateversion }, tx) =>
      takeInPass(takingIn(tx), passOf(data, new Date(time), aggregateversion)),
    ),
  );
  const owner = [vehicleLinked, vehicleUpdated].map((event) =>
    on<DataOf<typeof vehicleUpdated>, Tx>(
      event,
      ({ data, time, aggregateversion: version }, tx) => {
        const { vehicleId, registration, customerId, active } = data;
        const since = new Date(time);
        const ownership = { vehicleId, version, registration, customerId, active, since };
        return takeInOwnership(takingIn(tx), ownership);
      },
    ),
  );
  return [...pass, ...owner];
}

function passOf(data: DataOf<typeof passBought>, at: Date, version: number): KnownPass {
  const { passId: id, tenantId, customerId, registration, facilityIds, status, price } = data;
  return {
    ...{ id, tenantId, customerId, registration, facilityIds, status, price, version },
    validFrom: new Date(data.validFrom),
    validUntil: new Date(data.validUntil),
    activatedAt: status === 'ACTIVE' ? at : null,
    endedAt: status === 'CANCELLED' ? at : null,
  };
}
