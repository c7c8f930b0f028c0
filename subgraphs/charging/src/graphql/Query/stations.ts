import type { QueryResolvers } from '../generated/types.js';
import { stationPage } from '../pages.js';

export const stations: NonNullable<QueryResolvers['stations']> = (_root, args, context) =>
  stationPage(args, context);
