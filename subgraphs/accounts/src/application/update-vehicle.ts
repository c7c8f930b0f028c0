import { decideUpdateVehicle, type ChangeVehicle } from '../domain/describe-vehicle.js';
import { changeOwnVehicle } from './change-own-vehicle.js';
import type { Cause, Ports } from './ports.js';

/** Changes what is known of an own vehicle. */
export function updateVehicle(ports: Ports) {
  return async (cause: Cause, command: ChangeVehicle & { readonly vehicleId: string }) => {
    const result = await changeOwnVehicle(ports, cause, command.vehicleId, (vehicle) =>
      decideUpdateVehicle(vehicle, command),
    );
    return 'type' in result ? result : ({ __typename: 'VehicleUpdated', ...result } as const);
  };
}
