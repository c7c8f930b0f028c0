import type { QueryResolvers } from '../generated/types.js';
import { sessionPage } from '../pages.js';

export const registrations: NonNullable<QueryResolvers['registrations']> = (_root, args, context) =>
  sessionPage({ ...args, open: true }, context);
