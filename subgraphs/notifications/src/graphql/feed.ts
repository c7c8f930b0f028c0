import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import type { PageArguments } from '@voltpark/kit/graphql/connection';
import { userError } from '@voltpark/kit/graphql/errors';
import { liveEvent } from '@voltpark/kit/graphql/live';
import { z } from 'zod';
import { noFeed, type FeedStep } from '../application/feed.js';
import { feedOwnerOf } from '../application/viewer.js';
import type { Notice } from '../domain/notice.js';
import type { GraphQLContext } from './context.js';
import type {
  CustomerResolvers,
  NoticeResolvers,
  QueryResolvers,
  SubscriptionNotificationsArgs,
} from './generated/types.js';

export const idCursor = z.tuple([z.string()]);

type FeedArguments = PageArguments & { readonly unreadOnly?: boolean | null | undefined };
type FeedSlice = Parameters<GraphQLContext['useCases']['ownFeed']>[1];

/** A page of a feed. */
async function feedPage(args: FeedArguments, read: (slice: FeedSlice) => Promise<Notice[]>) {
  const { limit, after } = pageRequest(args, idCursor);
  const slice = { limit, after: after?.[0] ?? null, unreadOnly: args.unreadOnly ?? false };
  return page(await read(slice), args, ({ id }) => encodeCursor([id]));
}

export const feedQueries: Pick<QueryResolvers, 'myNotices' | 'unreadNotices'> = {
  myNotices: (_root, args, { useCases, cause }) =>
    feedPage(args, (slice) => useCases.ownFeed(cause, slice)),
  unreadNotices: (_root, _args, { useCases, cause }) => useCases.unreadOf(cause),
};

export const Customer: CustomerResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  notices: ({ id }, args, { useCases, cause }) =>
    feedPage(args, (slice) => useCases.feedOf(cause, { kind: 'CUSTOMER', id }, slice)),
  unreadNotices: ({ id }, _args, { useCases, cause }) =>
    cause.actor.customerId === id ? useCases.unreadOf(cause) : null,
};

export const NoticeFields: NoticeResolvers = {
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
  const owner = feedOwnerOf(cause.actor);
  if (owner === null) throw userError(noFeed);
  return payloads(await useCases.followFeed(cause, owner, after ?? null, signal));
}

async function* payloads(steps: AsyncIterable<FeedStep>) {
  for await (const { position, ...change } of steps) {
    const { cursor } = change;
    yield liveEvent({ notifications: change }, { cursor, position });
  }
}

export const notifications = { subscribe };
