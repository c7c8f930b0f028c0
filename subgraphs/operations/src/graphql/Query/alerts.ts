import { alertPage } from '../alert-page.js';
import type { QueryResolvers } from '../generated/types.js';

export const alerts: NonNullable<QueryResolvers['alerts']> = (_root, args, context) =>
  alertPage(args, context);
