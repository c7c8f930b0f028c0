import { answer, isRefusal } from '@voltpark/kit/graphql/answer';
import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { variablesOf } from '../domain/kinds.js';
import { idCursor } from './feed.js';
import type {
  MutationResolvers,
  NoticeDeliveryResolvers,
  NoticeTemplateResolvers,
  QueryResolvers,
} from './generated/types.js';

type Asking =
  | 'noticeTemplates'
  | 'previewNoticeTemplate'
  | 'noticeDeliveries'
  | 'staffMailbox'
  | 'notificationWebhooks';

export const staffQueries: Pick<QueryResolvers, Asking> = {
  noticeTemplates: (_root, { kind, language }, { useCases, cause }) =>
    useCases.readTemplates(cause, kind, language),
  previewNoticeTemplate(_root, { input }, { useCases }) {
    const result = useCases.previewTemplate(input);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'NoticePreview', title: result.subject, text: result.body };
  },
  async noticeDeliveries(_root, args, { useCases, cause }) {
    const { limit, after } = pageRequest(args, idCursor);
    const slice = { limit, after: after?.[0] ?? null, status: args.status ?? null };
    const deliveries = await useCases.listDeliveries(cause, slice);
    return page(deliveries, args, ({ id }) => encodeCursor([id]));
  },
  staffMailbox: (_root, _args, { useCases, cause }) => useCases.readMailbox(cause),
  notificationWebhooks: (_root, _args, { useCases, cause }) => useCases.readWebhooks(cause),
};

type Doing =
  | 'writeNoticeTemplate'
  | 'setStaffMailbox'
  | 'addNotificationWebhook'
  | 'removeNotificationWebhook'
  | 'deliver'
  | 'retryNoticeDelivery';

/** What staff does: texts, endpoints, and telling somebody something. */
export const staffMutations: Pick<MutationResolvers, Doing> = {
  async writeNoticeTemplate(_root, { input }, { useCases, cause }) {
    const result = await useCases.writeTemplate(cause, input);
    if (isRefusal(result)) return answer(result);
    const { template } = result;
    const origin = cause.actor.tenantId === null ? 'NETWORK' : 'TENANT';
    // An answer that is given again was kept as JSON.
    const createdAt = new Date(template.createdAt);
    return { __typename: 'NoticeTemplateWritten', template: { ...template, origin, createdAt } };
  },
  async setStaffMailbox(_root, { input }, { useCases, cause }) {
    const { address = null, language = null } = input;
    const result = await useCases.setMailbox(cause, { address, language });
    if (isRefusal(result)) return answer(result);
    return { __typename: 'StaffMailboxSet', ...result };
  },
  async addNotificationWebhook(_root, { input }, { useCases, cause }) {
    const result = await useCases.addWebhook(cause, input);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'NotificationWebhookAdded', ...result };
  },
  async removeNotificationWebhook(_root, { id }, { useCases, cause }) {
    const result = await useCases.removeWebhook(cause, id);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'NotificationWebhookRemoved', ...result };
  },
  async deliver(_root, { input }, { useCases, cause, loaders }) {
    const command = { ...input, channels: input.channels ?? null };
    const result = await useCases.deliver(cause, command);
    if (isRefusal(result)) return answer(result);
    const notice = await loaders.notice.load(result.noticeId);
    if (notice === null) throw new Error(`Notice ${result.noticeId} was made and is not there.`);
    return { __typename: 'NoticeDelivered', notice };
  },
  async retryNoticeDelivery(_root, { id }, { useCases, cause }) {
    const result = await useCases.retryDelivery(cause, id);
    if (isRefusal(result)) return answer(result);
    return { __typename: 'NoticeDeliveryRetried', ...result };
  },
};

export const NoticeDelivery: NoticeDeliveryResolvers = {
  status: ({ state }) => state.status,
  dueAt: ({ state }) => ('dueAt' in state ? state.dueAt : null),
  settledAt: ({ state }) => ('settledAt' in state ? state.settledAt : null),
  reason: ({ state }) => ('reason' in state ? state.reason : null),
};

export const NoticeTemplate: NoticeTemplateResolvers = {
  variables: ({ kind }) => Object.keys(variablesOf(kind)),
};
