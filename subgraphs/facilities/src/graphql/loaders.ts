import { inOrder } from '@voltpark/kit/graphql/in-order';
import DataLoader from 'dataloader';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { Facility } from '../domain/facility.js';
import { limits } from '../domain/limits.js';
import type { Tenant } from '../domain/tenant.js';

/** What one request loads by id: each row once, all that are wanted together in one statement. */
export interface Loaders {
  readonly facility: DataLoader<string, Facility | null>;
  /** Tenants within the actor's reach; null for others. */
  readonly tenant: DataLoader<string, Tenant | null>;
  /** Names of operators, by tenant id; public. */
  readonly operatorName: DataLoader<string, string | null>;
}

/** Loaders of one request. */
export function createLoaders(useCases: UseCases, cause: Cause): Loaders {
  const options = { maxBatchSize: limits.loaderBatch };
  return {
    facility: new DataLoader(
      async (ids) => inOrder(ids, await useCases.facilitiesByIds(ids), ({ id }) => id),
      options,
    ),
    tenant: new DataLoader(
      async (ids) => inOrder(ids, await useCases.tenantsByIds(cause, ids), ({ id }) => id),
      options,
    ),
    operatorName: new DataLoader(async (tenantIds) => {
      const names = await useCases.operatorNames(tenantIds);
      return tenantIds.map((id) => names.get(id) ?? null);
    }, options),
  };
}
