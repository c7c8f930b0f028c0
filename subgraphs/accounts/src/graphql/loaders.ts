import { normaliseRegistration } from '@voltpark/contracts';
import { inOrder } from '@voltpark/kit/graphql/in-order';
import DataLoader from 'dataloader';
import type { Seeing } from '../application/read.js';
import type { Customer } from '../domain/customer.js';
import type { KnownFacility, PassProduct } from '../domain/pass-product.js';
import type { Pass } from '../domain/pass.js';
import type { Vehicle } from '../domain/vehicle.js';

/** What one request loads by key: each row once, all that are wanted together in one statement. */
export interface Loaders {
  readonly customer: DataLoader<string, Customer | null>;
  readonly vehicle: DataLoader<string, Vehicle | null>;
  /** The active vehicle that bears a registration, written in any way. */
  readonly vehicleByRegistration: DataLoader<string, Vehicle | null, string>;
  readonly facility: DataLoader<string, KnownFacility | null>;
  readonly pass: DataLoader<string, Pass | null>;
  readonly passProduct: DataLoader<string, PassProduct | null>;
}

/** Loaders of one request. What they load is not yet what the one who asks may see. */
export function createLoaders(seeing: Seeing): Loaders {
  const { vehiclesByRegistrations } = seeing;
  return {
    customer: byId(seeing.customersByIds),
    vehicle: byId(seeing.vehiclesByIds),
    facility: byId(seeing.facilitiesByIds),
    pass: byId(seeing.passesByIds),
    passProduct: byId(seeing.passProductsByIds),
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

function byId<Row extends { readonly id: string }>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => inOrder(ids, await load(ids), ({ id }) => id));
}
