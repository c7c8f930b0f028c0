import { notFound } from '@voltpark/kit/decision';
import { viewVehicle, type VehicleView } from '../domain/sight.js';
import type { Cause, Ports } from './ports.js';

/** The vehicle after a change, as its owner sees it. @throws Error when it is gone, which cannot be */
export async function ownVehicle(
  { reads, clock }: Ports,
  cause: Cause,
  id: string,
): Promise<VehicleView> {
  const [vehicle] = await reads.vehicles.byIds([id]);
  const seen = vehicle === undefined ? null : viewVehicle(cause.actor, vehicle, clock.now());
  if (seen === null) throw new Error(`The vehicle ${id} was just changed and cannot be seen.`);
  return seen;
}

/** The refusal of a vehicle that does not exist, or is somebody else's: they are not told apart. */
export const noSuchVehicle = (id: string) => notFound('Vehicle', id);
