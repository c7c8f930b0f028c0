import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import type { PageArguments } from '@voltpark/kit/graphql/connection';
import { userError } from '@voltpark/kit/graphql/errors';
import { liveEvent } from '@voltpark/kit/graphql/live';
import { z } from 'zod';
import type { FeedStep } from '../application/feed.js';
import type { GraphQLContext } from './context.js';
import type {
  CustomerResolvers,
  NoticeResolvers,
  QueryResolvers,
  SubscriptionNotificationsArgs,
} from './generated/types.js';

export const idCursor = z.tuple([z.string()]);

/** A page of what a customer was told, as far as the one who asks may see it. */
async function feedPage(
  customerId: string | null,
  args: PageArguments & { readonly unreadOnly?: boolean | null | undefined },
  { useCases, cause }: GraphQLContext,
) {
  const { limit, after } = pageRequest(args, idCursor);
  const slice = { limit, after: after?.[0] ?? null, unreadOnly: args.unreadOnly ?? false };
  const notices = customerId === null ? [] : await useCases.feedOf(cause, customerId, slice);
  return page(notices, args, ({ id }) => encodeCursor([id]));
}

export const feedQueries: Pick<QueryResolvers, 'myNotices' | 'unreadNotices'> = {
  myNotices: (_root, args, context) => feedPage(context.cause.actor.customerId, args, context),
  unreadNotices: (_root, _args, { useCases, cause }) => useCases.unreadOf(cause),
};

export const Customer: CustomerResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  notices: ({ id }, args, context) => feedPage(id, args, context),
  unreadNotices: ({ id }, _args, { useCases, cause }) =>
    cause.actor.customerId === id ? useCases.unreadOf(cause) : null,
};

export const Notice: NoticeResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.notice.load(id),
  title: async (notice, _args, { loaders }) => (await loaders.words.load(notice)).subject,
  text: async (notice, _args, { loaders }) => (await loaders.words.load(notice)).body,
  facility: ({ facilityId }) => (facilityId === null ? null : { id: facilityId }),
  deliveries: ({ id }, _args, { loaders }) => loaders.deliveriesOf.load(id),
};

/** What is refused is refused here, before the stream begins. */
async function subscribe(
  _root: unknown,
  { after }: SubscriptionNotificationsArgs,
  { useCases, cause, signal }: GraphQLContext,
) {
  const { customerId } = cause.actor;
  if (customerId === null) throw userError('Only customers have a feed.');
  return payloads(await useCases.followFeed(cause, customerId, after ?? null, signal));
}

async function* payloads(steps: AsyncIterable<FeedStep>) {
  for await (const { position, ...change } of steps) {
    const { cursor } = change;
    yield liveEvent({ notifications: change }, { cursor, position });
  }
}

export const notifications = { subscribe };
