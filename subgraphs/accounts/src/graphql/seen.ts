import type { Actor } from '@voltpark/contracts';
import type { Customer } from '../domain/customer.js';
import { viewCustomer, viewVehicle, type CustomerView, type VehicleView } from '../domain/sight.js';
import type { Vehicle } from '../domain/vehicle.js';

/** A loaded customer as the actor sees it. */
export const seenCustomer = (actor: Actor, customer: Customer | null): CustomerView | null =>
  customer === null ? null : viewCustomer(actor, customer);

/** A loaded vehicle as the actor sees it. */
export const seenVehicle = (
  actor: Actor,
  vehicle: Vehicle | null,
  now: Date,
): VehicleView | null => (vehicle === null ? null : viewVehicle(actor, vehicle, now));
