import type { SlotAvailabilityResolvers } from './generated/types.js';

export const SlotAvailability: SlotAvailabilityResolvers = {
  kind: ({ availability }) => availability.kind,
  facility: ({ availability }) => ({ id: availability.facilityId }),
  mode: ({ availability }) => availability.mode,
  totals: ({ availability }) => availability.totals,
  counts: ({ availability }) => availability.counts,
  rate: ({ availability }) => availability.rate,
  changedSlot: ({ availability }) => availability.changedSlot,
  countFeed: ({ availability }) => availability.countFeed,
  version: ({ availability }) => availability.version,
  at: ({ availability }) => availability.at,
};
