import type { QueryResolvers } from '../generated/types.js';
import { sessionPage } from '../pages.js';

export const parkingSessions: NonNullable<QueryResolvers['parkingSessions']> = (
  _root,
  args,
  context,
) => sessionPage(args, context);
