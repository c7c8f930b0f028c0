import { quoteStatus } from '../domain/quote.js';
import type { QuoteResolvers } from './generated/types.js';
import { versionOf } from './loaders.js';
import { invoicedOf, priceOf } from './prices.js';

export const Quote: QuoteResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.quote.load(id),
  status: (quote, _args, { now }) => quoteStatus(quote, now),
  facility: ({ facilityId }) => ({ id: facilityId }),
  price: ({ rating }) => priceOf(rating),
  invoiced: ({ rating }) => invoicedOf(rating),
  ratePlanVersion: ({ ratePlanVersionId: id }, _args, { loaders }) =>
    id === null ? null : versionOf(loaders, 'RATE_PLAN', id),
  tariffVersion: ({ tariffVersionId: id }, _args, { loaders }) =>
    id === null ? null : versionOf(loaders, 'TARIFF', id),
  discount: ({ discountId: id }, _args, { loaders }) =>
    id === null ? null : loaders.discountShown.load(id),
};
