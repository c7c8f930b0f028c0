import { inOrder } from '@voltpark/kit/graphql/in-order';
import DataLoader from 'dataloader';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { Invoice } from '../domain/invoice.js';
import { limits } from '../domain/limits.js';

/** What one request loads by id: each row once, all that are wanted together in one statement. */
export interface Loaders {
  /** Invoices that the one who asks may see; null for others. */
  readonly invoice: DataLoader<string, Invoice | null>;
  /** All documents of a stay that the one who asks may see, the latest first. */
  readonly invoicesOfStay: DataLoader<string, readonly Invoice[]>;
}

/** Loaders of one request. */
export function createLoaders(useCases: UseCases, cause: Cause): Loaders {
  const options = { maxBatchSize: limits.loaderBatch };
  return {
    invoice: new DataLoader(
      async (ids) => inOrder(ids, await useCases.invoicesByIds(cause, ids), ({ id }) => id),
      options,
    ),
    invoicesOfStay: new DataLoader(async (stayIds) => {
      const all = await useCases.invoicesOfStays(cause, stayIds);
      return stayIds.map((id) => all.filter(({ parkingSessionId }) => parkingSessionId === id));
    }, options),
  };
}
