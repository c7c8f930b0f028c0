import type { QueryResolvers } from '../generated/types.js';
import { sessionPage } from '../pages.js';

export const chargingSessions: NonNullable<QueryResolvers['chargingSessions']> = (
  _root,
  args,
  context,
) => sessionPage(args, context);
