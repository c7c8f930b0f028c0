import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import type { EventOf } from './events.js';
import { daysAfter, limits } from './limits.js';
import {
  limitReached,
  transferCodeNotValid,
  vehicleAlreadyRetired,
  type Vehicle,
} from './vehicle.js';

/** Decides to offer a vehicle; the code of an earlier offer is void. */
export function decideOfferTransfer(vehicle: Vehicle, codeHash: string, now: Date) {
  if (vehicle.status === 'RETIRED') return refused(vehicleAlreadyRetired(vehicle.id));
  const offer = {
    codeHash,
    offeredAt: now,
    expiresAt: daysAfter(now, limits.transferOfferLifeDays),
  };
  return accepted({ type: 'VehicleTransferOffered', vehicle: { ...vehicle, offer } } as const);
}

/** Decides to withdraw an offer. No event when there is none. */
export function decideCancelTransfer(
  vehicle: Vehicle,
): Decision<EventOf<'VehicleTransferCancelled'>, never> {
  if (vehicle.status === 'RETIRED' || vehicle.offer === null) return accepted();
  return accepted({
    type: 'VehicleTransferCancelled',
    vehicle: { ...vehicle, offer: null },
  } as const);
}

/** Decides on taking over the vehicle that a code stands for. */
export function decideAcceptTransfer(
  vehicle: Vehicle | null,
  customer: { readonly id: string; readonly activeVehicles: number },
  now: Date,
): Decision<
  EventOf<'VehicleTransferred'>,
  ReturnType<typeof transferCodeNotValid | typeof limitReached>
> {
  if (vehicle?.status !== 'ACTIVE' || vehicle.offer === null || vehicle.offer.expiresAt <= now) {
    return refused(transferCodeNotValid());
  }
  // Whoever offers a vehicle may not use the code up by accident.
  if (vehicle.customerId === customer.id) return refused(transferCodeNotValid());
  if (customer.activeVehicles >= limits.vehiclesPerCustomer) {
    return refused(limitReached(limits.vehiclesPerCustomer, 'vehicles in use'));
  }
  return accepted({
    type: 'VehicleTransferred',
    previousCustomerId: vehicle.customerId,
    vehicle: { ...vehicle, customerId: customer.id, offer: null, version: vehicle.version + 1 },
  });
}
