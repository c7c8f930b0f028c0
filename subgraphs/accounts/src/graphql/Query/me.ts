import type { QueryResolvers } from '../generated/types.js';

export const me: NonNullable<QueryResolvers['me']> = (_root, _args, { useCases, cause }) =>
  useCases.readMe(cause);
