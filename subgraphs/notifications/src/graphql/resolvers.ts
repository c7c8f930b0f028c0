import { Customer, feedQueries, NoticeFields, notifications } from './feed.js';
import type { Resolvers } from './generated/types.js';
import { NoticeDelivery, NoticeTemplate, staffMutations, staffQueries } from './staff.js';
import { wishMutations, wishQueries } from './wishes.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { ...feedQueries, ...wishQueries, ...staffQueries },
  Mutation: { ...wishMutations, ...staffMutations },
  Subscription: { notifications },
  Customer,
  Notice: NoticeFields,
  NoticeDelivery,
  NoticeTemplate,
};
