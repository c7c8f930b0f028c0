import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import type { MutationResolvers, QueryResolvers } from './generated/types.js';

export const wishQueries: Pick<QueryResolvers, 'myNotificationPreferences'> = {
  myNotificationPreferences: (_root, _args, { useCases, cause }) => useCases.readWishes(cause),
};

type Wishing =
  | 'markNoticesRead'
  | 'setNotificationPreference'
  | 'setQuietHours'
  | 'registerPushDevice'
  | 'removePushDevice';

/** What people do with their feed, and how they wish to be told. */
export const wishMutations: Pick<MutationResolvers, Wishing> = {
  async markNoticesRead(_root, { input }, { useCases, cause }) {
    const result = await useCases.markRead(cause, input.ids);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'NoticesMarkedRead', ...result };
  },
  async setNotificationPreference(_root, { input }, { useCases, cause }) {
    const result = await useCases.setPreference(cause, input);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'NotificationPreferencesSet', ...result };
  },
  async setQuietHours(_root, { input }, { useCases, cause }) {
    const result = await useCases.setQuietHours(cause, input.hours ?? null);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'NotificationPreferencesSet', ...result };
  },
  async registerPushDevice(_root, { input }, { useCases, cause }) {
    const result = await useCases.registerDevice(cause, input.token);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'PushDeviceRegistered', ...result };
  },
  async removePushDevice(_root, { id }, { useCases, cause }) {
    const result = await useCases.removeDevice(cause, id);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'NotificationPreferencesSet', ...result };
  },
};
