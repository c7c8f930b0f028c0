import { notPermitted } from '@voltpark/kit/decision';
import { decideAcceptTransfer } from '../domain/transfer-vehicle.js';
import { ownVehicle } from './own-vehicle.js';
import type { Cause, Ports } from './ports.js';

/** Takes over the vehicle that a code was given for. */
export function acceptVehicleTransfer(ports: Ports) {
  const { clock, secrets, transact } = ports;
  return async (cause: Cause, command: { readonly code: string }) => {
    const result = await transact(cause, async ({ customers, vehicles, save }) => {
      const customerId = cause.actor.customerId;
      const customer = customerId === null ? null : await customers.hold(customerId);
      if (customer === null) return notPermitted('Only customers have vehicles.');
      const vehicle = await vehicles.holdByOffer(secrets.hash(command.code.trim()));
      const activeVehicles = await vehicles.countActive(customer.id);
      const decision = decideAcceptTransfer(
        vehicle,
        { id: customer.id, activeVehicles },
        clock.now(),
      );
      if (decision.outcome === 'refused') return decision.refusal;
      await save(decision.events);
      return { vehicleIds: decision.events.map((event) => event.vehicle.id) };
    });
    if ('type' in result) return result;
    const [vehicleId = ''] = result.vehicleIds;
    const vehicle = await ownVehicle(ports, cause, vehicleId);
    return { __typename: 'VehicleTransferred', vehicle } as const;
  };
}
