import { decideCancelTransfer } from '../domain/transfer-vehicle.js';
import { changeOwnVehicle } from './change-own-vehicle.js';
import type { Cause, Ports } from './ports.js';

/** Withdraws the offer of an own vehicle. */
export function cancelVehicleTransfer(ports: Ports) {
  return async (cause: Cause, command: { readonly vehicleId: string }) => {
    const result = await changeOwnVehicle(ports, cause, command.vehicleId, decideCancelTransfer);
    return 'type' in result
      ? result
      : ({ __typename: 'VehicleTransferCancelled', ...result } as const);
  };
}
