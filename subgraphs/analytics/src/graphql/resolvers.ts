import { Facility } from './Facility.js';
import type { Resolvers } from './generated/types.js';
import { analyticsCsv, CsvChunk } from './Query/analyticsCsv.js';
import * as reports from './reports.js';
import { liveKpis } from './Subscription/liveKpis.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { analyticsCsv },
  Subscription: { liveKpis },
  Facility,
  CsvChunk,
  ...reports,
};
