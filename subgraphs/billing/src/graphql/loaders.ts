import { inOrder } from '@voltpark/kit/graphql/in-order';
import DataLoader from 'dataloader';
import type { Estimate } from '../application/estimate.js';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { Invoice } from '../domain/invoice.js';
import { limits } from '../domain/limits.js';
import { moneyLoaders, type MoneyLoaders } from './money-loaders.js';

/** What one request loads by id: each row once, all that are wanted together in one statement. */
export interface Loaders extends MoneyLoaders {
  /** Invoices that the one who asks may see; null for others. */
  readonly invoice: DataLoader<string, Invoice | null>;
  /** All documents of a stay that the one who asks may see, the latest first. */
  readonly invoicesOfStay: DataLoader<string, readonly Invoice[]>;
  /** The stay that a charging session is billed with; null when billing has not heard of it. */
  readonly stayOfSession: DataLoader<string, string | null>;
  /** The stay that a stay is billed with; null when billing has not heard of it. */
  readonly billedWith: DataLoader<string, string | null>;
  /** What a stay costs now. */
  readonly estimate: DataLoader<string, Estimate | null>;
}

/** Loaders of one request. */
export function createLoaders(useCases: UseCases, cause: Cause): Loaders {
  const options = { maxBatchSize: limits.loaderBatch };
  return {
    ...moneyLoaders(useCases, cause, options),
    invoice: new DataLoader(
      async (ids) => inOrder(ids, await useCases.invoicesByIds(cause, ids), ({ id }) => id),
      options,
    ),
    invoicesOfStay: new DataLoader(async (stayIds) => {
      const all = await useCases.invoicesOfStays(cause, stayIds);
      return stayIds.map((id) => all.filter(({ parkingSessionId }) => parkingSessionId === id));
    }, options),
    stayOfSession: new DataLoader(async (ids) => {
      const stays = await useCases.staysOfSessions(ids);
      return ids.map((id) => stays.get(id) ?? null);
    }, options),
    billedWith: new DataLoader(async (ids) => {
      const stays = await useCases.billedTogether(ids);
      return ids.map((id) => stays.get(id) ?? null);
    }, options),
    estimate: new DataLoader(
      (stayIds) => Promise.all(stayIds.map((id) => useCases.estimate(cause, id))),
      options,
    ),
  };
}
