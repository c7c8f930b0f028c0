import {
  accountsEvents,
  type DataOf,
  type EventDefinition,
  type EventDraft,
} from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import type { Cause } from '../application/ports.js';
import type { AccountsEvent } from '../domain/events.js';
import type { Vehicle } from '../domain/vehicle.js';

type Aggregate = Pick<EventDraft, 'aggregateType' | 'aggregateId' | 'aggregateVersion'>;

/** What other contexts may know of a vehicle. */
function snapshotOf(vehicle: Vehicle): DataOf<typeof accountsEvents.vehicleUpdated> {
  return {
    vehicleId: vehicle.id,
    registration: vehicle.registration,
    customerId: vehicle.customerId,
    size: vehicle.size,
    isElectric: vehicle.isElectric,
    make: vehicle.make,
    model: vehicle.model,
    colour: vehicle.colour,
    active: vehicle.status === 'ACTIVE',
  };
}

const vehicleAggregate = (vehicle: Vehicle): Aggregate => ({
  aggregateType: 'vehicle',
  aggregateId: vehicle.id,
  aggregateVersion: vehicle.version,
});

/** The published forms of an event of accounts: none, or one. */
export function publish(event: AccountsEvent, cause: Cause, now: Date): EventDraft[] {
  const draft = <Data>(
    definition: EventDefinition<Data>,
    key: string,
    aggregate: Aggregate,
    data: Data,
  ): EventDraft[] => [
    {
      id: newId(),
      type: definition.type,
      key,
      ...aggregate,
      data,
      occurredAt: now,
      // Customers and their vehicles belong to the network, not to a tenant.
      tenantId: null,
      actorId: cause.actor.id,
      ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
    },
  ];
  switch (event.type) {
    case 'CustomerSignedUp': {
      const { id, version } = event.customer;
      const aggregate = { aggregateType: 'customer', aggregateId: id, aggregateVersion: version };
      return draft(accountsEvents.customerCreated, id, aggregate, { customerId: id });
    }
    case 'VehicleRegistered':
    case 'VehicleTransferred':
      return draft(
        accountsEvents.vehicleLinked,
        event.vehicle.id,
        vehicleAggregate(event.vehicle),
        {
          ...snapshotOf(event.vehicle),
          previousCustomerId: event.type === 'VehicleTransferred' ? event.previousCustomerId : null,
        },
      );
    case 'VehicleUpdated':
    case 'VehicleRetired':
      return draft(
        accountsEvents.vehicleUpdated,
        event.vehicle.id,
        vehicleAggregate(event.vehicle),
        snapshotOf(event.vehicle),
      );
    default:
      // Sessions, staff, keys, payment methods and offers are nobody else's business.
      return [];
  }
}
