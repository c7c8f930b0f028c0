import type {
  AmountOffResolvers,
  DiscountReductionResolvers,
  DiscountResolvers,
} from './generated/types.js';

export const Discount: DiscountResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.discount.load(id),
};

const typeOf = { PERCENT: 'PercentOff', AMOUNT: 'AmountOff', FREE_MINUTES: 'FreeMinutes' } as const;

export const DiscountReduction: DiscountReductionResolvers = {
  __resolveType: ({ kind }) => typeOf[kind],
};

export const AmountOff: AmountOffResolvers = {
  amount: ({ amount, currency }) => ({ amount, currency }),
};
