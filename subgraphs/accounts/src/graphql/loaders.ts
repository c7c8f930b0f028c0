import { normaliseRegistration } from '@voltpark/contracts';
import { inOrder } from '@voltpark/kit/graphql/in-order';
import DataLoader from 'dataloader';
import type { Seeing } from '../application/read.js';
import type { Customer } from '../domain/customer.js';
import type { Vehicle } from '../domain/vehicle.js';

/** What one request loads by key: each row once, all that are wanted together in one statement. */
export interface Loaders {
  readonly customer: DataLoader<string, Customer | null>;
  readonly vehicle: DataLoader<string, Vehicle | null>;
  /** The active vehicle that bears a registration, written in any way. */
  readonly vehicleByRegistration: DataLoader<string, Vehicle | null, string>;
}

/** Loaders of one request. What they load is not yet what the one who asks may see. */
export function createLoaders({
  customersByIds,
  vehiclesByIds,
  vehiclesByRegistrations,
}: Seeing): Loaders {
  return {
    customer: new DataLoader(async (ids) =>
      inOrder(ids, await customersByIds(ids), ({ id }) => id),
    ),
    vehicle: new DataLoader(async (ids) => inOrder(ids, await vehiclesByIds(ids), ({ id }) => id)),
    vehicleByRegistration: new DataLoader(
      async (written) => {
        const registrations = written.map(normaliseRegistration);
        const vehicles = await vehiclesByRegistrations(registrations);
        return inOrder(registrations, vehicles, ({ registration }) => registration);
      },
      { cacheKeyFn: normaliseRegistration },
    ),
  };
}
