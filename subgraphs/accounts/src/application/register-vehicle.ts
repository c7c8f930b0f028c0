import { normaliseRegistration } from '@voltpark/contracts';
import { notPermitted } from '@voltpark/kit/decision';
import { decideRegisterVehicle, type RegisterVehicle } from '../domain/describe-vehicle.js';
import { idempotencyKeyFault } from '../domain/text.js';
import { registrationTaken } from '../domain/vehicle.js';
import type { Cause, Ports } from './ports.js';
import { ownVehicle } from './own-vehicle.js';

/** Registers a vehicle to the customer who asks. */
export function registerVehicle(ports: Ports) {
  const { clock, newId, transact } = ports;
  return async (cause: Cause, command: RegisterVehicle & { readonly idempotencyKey: string }) => {
    const { idempotencyKey, ...input } = command;
    const fault = idempotencyKeyFault(idempotencyKey);
    if (fault !== undefined) return fault;
    const result = await transact(cause, ({ customers, vehicles, once, save }) =>
      once({ idempotencyKey, operation: 'registerVehicle', input }, async () => {
        const customerId = cause.actor.customerId;
        const customer = customerId === null ? null : await customers.hold(customerId);
        if (customer === null) return notPermitted('Only customers have vehicles.');
        const id = newId();
        const activeVehicles = await vehicles.countActive(customer.id);
        const decision = decideRegisterVehicle({ id: customer.id, activeVehicles }, input, {
          id,
          now: clock.now(),
        });
        if (decision.outcome === 'refused') return decision.refusal;
        const registration = normaliseRegistration(input.registration);
        if (await vehicles.isRegistrationTaken(registration)) {
          return registrationTaken(registration);
        }
        await save(decision.events);
        return { vehicleId: id };
      }),
    );
    if ('type' in result) return result;
    const vehicle = await ownVehicle(ports, cause, result.vehicleId);
    return { __typename: 'VehicleRegistered', vehicle } as const;
  };
}
