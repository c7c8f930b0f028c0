import { accountsEvents, type DataOf, type EventDraft } from '@voltpark/contracts';
import { draftEvent, type AggregateVersion } from '@voltpark/kit/backbone/draft';
import type { Cause } from '../application/ports.js';
import type { Customer } from '../domain/customer.js';
import type { ErasureEvent } from '../domain/erasure.js';
import type { AccountsEvent } from '../domain/events.js';
import type { Pass } from '../domain/pass.js';
import type { Vehicle } from '../domain/vehicle.js';

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
    connectorTypes: [...vehicle.connectorTypes],
    batteryWh: vehicle.batteryWh,
  };
}

/** What other contexts may know of a pass. */
function passOf(pass: Pass): DataOf<typeof accountsEvents.passBought> {
  const { id: passId, tenantId: owner, customerId, registration, status, price } = pass;
  return {
    ...{ passId, tenantId: owner, customerId, registration, status, price },
    facilityIds: [...pass.facilityIds],
    validFrom: pass.validFrom.toISOString(),
    validUntil: pass.validUntil.toISOString(),
  };
}

// Customers and their vehicles belong to the network, not to a tenant.
const tenantId = null;

/** How a customer is reached: nothing that is not needed for that. */
function contactOf(customer: Customer, cause: Cause, at: Date): EventDraft {
  const { id: customerId, displayName, email, phone, locale, version } = customer;
  const data = { customerId, displayName, email, phone, locale };
  const of = { type: 'customer', id: customerId, version, tenantId, at };
  return draftEvent(accountsEvents.contactChanged, data, of, cause);
}

function publishErasure(event: ErasureEvent, cause: Cause, at: Date): EventDraft {
  const { id: erasureId, version, requestedAt } = event.erasure;
  const of = { type: 'erasure', id: erasureId, version, tenantId, at };
  switch (event.type) {
    case 'ErasureRequested': {
      const data = { erasureId, person: event.person };
      return draftEvent(accountsEvents.customerErasureRequested, data, of, cause);
    }
    case 'ErasureBegun': {
      const data = { erasureId, person: event.person };
      return draftEvent(accountsEvents.customerErasureBegun, data, of, cause);
    }
    case 'ErasureSealed':
      return draftEvent(accountsEvents.customerErasureSealed, { erasureId }, of, cause);
    case 'ErasureWithdrawn':
      return draftEvent(accountsEvents.customerErasureWithdrawn, { erasureId }, of, cause);
    default: {
      const contexts = event.answers.map(({ context, found, kept }) => ({ context, found, kept }));
      const times = { requestedAt: requestedAt.toISOString(), completedAt: at.toISOString() };
      return draftEvent(
        accountsEvents.customerErased,
        { erasureId, ...times, contexts },
        of,
        cause,
      );
    }
  }
}

/** The published forms of an event of accounts: none, one, or two. */
export function publish(event: AccountsEvent, cause: Cause, at: Date): EventDraft[] {
  const ofVehicle = ({ id, version }: Vehicle): AggregateVersion => ({
    type: 'vehicle',
    id,
    version,
    tenantId,
    at,
  });
  switch (event.type) {
    case 'CustomerSignedUp': {
      const { id, version } = event.customer;
      const of = { type: 'customer', id, version: version - 1, tenantId, at };
      return [
        draftEvent(accountsEvents.customerCreated, { customerId: id }, of, cause),
        contactOf(event.customer, cause, at),
      ];
    }
    case 'ProfileUpdated':
      return [contactOf(event.customer, cause, at)];
    case 'VehicleRegistered':
    case 'VehicleTransferred': {
      const previousCustomerId =
        event.type === 'VehicleTransferred' ? event.previousCustomerId : null;
      const data = { ...snapshotOf(event.vehicle), previousCustomerId };
      return [draftEvent(accountsEvents.vehicleLinked, data, ofVehicle(event.vehicle), cause)];
    }
    case 'VehicleUpdated':
    case 'VehicleRetired': {
      const data = snapshotOf(event.vehicle);
      return [draftEvent(accountsEvents.vehicleUpdated, data, ofVehicle(event.vehicle), cause)];
    }
    case 'PassBought':
    case 'PassChanged': {
      const { pass } = event;
      const { id, version } = pass;
      const of = { type: 'pass', id, version, tenantId: pass.tenantId, at };
      const definition =
        event.type === 'PassBought' ? accountsEvents.passBought : accountsEvents.passChanged;
      return [draftEvent(definition, passOf(pass), of, cause)];
    }
    case 'ErasureRequested':
    case 'ErasureBegun':
    case 'ErasureSealed':
    case 'ErasureWithdrawn':
    case 'CustomerErased':
      return [publishErasure(event, cause, at)];
    default:
      // Sessions, staff, keys, payment methods, offers and products are nobody else's business.
      return [];
  }
}
