import { notPermitted, type Decision } from '@voltpark/kit/decision';
import type { AccountsEvent } from '../domain/events.js';
import type { Vehicle } from '../domain/vehicle.js';
import { noSuchVehicle, ownVehicle } from './own-vehicle.js';
import type { Cause, Ports } from './ports.js';

/**
 * The frame of every change of an own vehicle: hold it, decide, save.
 * @returns the vehicle afterwards, or the refusal
 */
export async function changeOwnVehicle<Refusal extends { readonly type: string }>(
  ports: Ports,
  cause: Cause,
  vehicleId: string,
  decide: (vehicle: Vehicle, now: Date) => Decision<AccountsEvent, Refusal>,
) {
  const refusal = await ports.transact(cause, async ({ vehicles, save }) => {
    const customerId = cause.actor.customerId;
    if (customerId === null) return notPermitted('Only customers have vehicles.');
    const vehicle = await vehicles.hold(vehicleId, customerId);
    if (vehicle === null) return noSuchVehicle(vehicleId);
    const decision = decide(vehicle, ports.clock.now());
    if (decision.outcome === 'refused') return decision.refusal;
    await save(decision.events);
    return undefined;
  });
  return refusal ?? { vehicle: await ownVehicle(ports, cause, vehicleId) };
}
