import { daysAfter, limits } from '../domain/limits.js';
import { decideOfferTransfer } from '../domain/transfer-vehicle.js';
import { changeOwnVehicle } from './change-own-vehicle.js';
import type { Cause, Ports } from './ports.js';

/** 128 bits: nobody guesses it within a week, and a person can still copy it. */
const codeDigits = 32;

/** Offers an own vehicle to whoever shows the code. */
export function offerVehicleTransfer(ports: Ports) {
  return async (cause: Cause, command: { readonly vehicleId: string }) => {
    const code = `vt_${ports.secrets.random().slice(0, codeDigits)}`;
    const codeHash = ports.secrets.hash(code);
    const result = await changeOwnVehicle(ports, cause, command.vehicleId, (vehicle, now) =>
      decideOfferTransfer(vehicle, codeHash, now),
    );
    if ('type' in result) return result;
    const expiresAt =
      result.vehicle.offer?.expiresAt ?? daysAfter(ports.clock.now(), limits.transferOfferLifeDays);
    return { __typename: 'VehicleTransferOffered', ...result, code, expiresAt } as const;
  };
}
