import { decideRetireVehicle } from '../domain/describe-vehicle.js';
import { changeOwnVehicle } from './change-own-vehicle.js';
import type { Cause, Ports } from './ports.js';

/** Takes an own vehicle out of use for good. */
export function retireVehicle(ports: Ports) {
  return async (cause: Cause, command: { readonly vehicleId: string }) => {
    const result = await changeOwnVehicle(ports, cause, command.vehicleId, decideRetireVehicle);
    return 'type' in result ? result : ({ __typename: 'VehicleRetired', ...result } as const);
  };
}
