import DataLoader from 'dataloader';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { Delivery } from '../domain/delivery.js';
import { limits } from '../domain/limits.js';
import type { Notice } from '../domain/notice.js';
import type { TemplateText } from '../domain/template.js';

/** What a request loads in batches. */
export interface Loaders {
  readonly notice: DataLoader<string, Notice | null>;
  readonly deliveriesOf: DataLoader<string, Delivery[]>;
  /** A notice in words; by the notice, which nobody but its reader has. */
  readonly words: DataLoader<Notice, TemplateText, string>;
}

/** Loaders of one request. */
export function createLoaders(useCases: UseCases, cause: Cause): Loaders {
  const options = { maxBatchSize: limits.loaderBatch };
  return {
    notice: new DataLoader(async (ids) => {
      const found = new Map((await useCases.noticesByIds(cause, ids)).map((one) => [one.id, one]));
      return ids.map((id) => found.get(id) ?? null);
    }, options),
    deliveriesOf: new DataLoader(async (ids) => {
      const found = await useCases.deliveriesOf(ids);
      return ids.map((id) => found.filter(({ noticeId }) => noticeId === id));
    }, options),
    words: new DataLoader<Notice, TemplateText, string>((notices) => useCases.feedWords(notices), {
      ...options,
      cacheKeyFn: ({ id }) => id,
    }),
  };
}
