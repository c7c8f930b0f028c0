import { countFeedOf } from '../domain/availability.js';
import { isStale, shownTotals } from '../domain/count.js';
import { countsOf, modeOf, rateOf } from '../domain/occupancy.js';
import type { CountFeedResolvers, OccupancyResolvers } from './generated/types.js';

export const Occupancy: OccupancyResolvers = {
  mode: ({ occupancy }) => modeOf(occupancy),
  totals: ({ occupancy, facility }) => shownTotals(occupancy, facility.capacity),
  counts: ({ occupancy }) => countsOf(occupancy),
  rate: ({ occupancy, facility }) => rateOf(shownTotals(occupancy, facility.capacity)),
  level: ({ occupancy }) => (occupancy.isHigh ? 'HIGH' : 'NORMAL'),
  highFrom: ({ occupancy }) => occupancy.highPercent / 100,
  normalFrom: ({ occupancy }) => occupancy.normalPercent / 100,
  countFeed: ({ occupancy, facility }) => countFeedOf(occupancy, facility),
  version: ({ occupancy }) => occupancy.version,
};

export const CountFeed: CountFeedResolvers = {
  isStale: ({ lastCountAt }, _args, { now }) => isStale(lastCountAt, now),
};
