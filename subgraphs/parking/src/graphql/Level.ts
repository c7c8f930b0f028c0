import { loaded } from '@voltpark/kit/graphql/loaded';
import { countsOf } from '../domain/occupancy.js';
import type { LevelResolvers } from './generated/types.js';

export const Level: LevelResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.level.load(id),
  facility: ({ facilityId }) => ({ id: facilityId }),
  counts: async ({ id }, _args, { loaders }) => countsOf(await loaded(loaders.levelCounts, id)),
};
