import type { QueryResolvers } from '../generated/types.js';
import { asidePage } from '../meter-pages.js';

export const meterReadingsAside: NonNullable<QueryResolvers['meterReadingsAside']> = (
  _root,
  args,
  context,
) => asidePage(args, context);
