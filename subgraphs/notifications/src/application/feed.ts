import { notificationsEvents } from '@voltpark/contracts';
import { invalidInput, notPermitted } from '@voltpark/kit/decision';
import type { TemplateText } from '../domain/template.js';
import { limits } from '../domain/limits.js';
import { read, type Notice, type Recipient } from '../domain/notice.js';
import type { Cause, Ports, Slice } from './ports.js';
import { wordsOf } from './texts.js';
import { feedOwnerOf, viewerOf } from './viewer.js';

const { noticeCreated, noticeRead } = notificationsEvents;

/** Notices by id, as far as the one who asks may see them. */
export function noticesByIds({ reads }: Ports) {
  return ({ actor }: Cause, ids: readonly string[]): Promise<Notice[]> =>
    reads.notices.byIds(ids, viewerOf(actor));
}

/** What somebody was told, the latest first, as far as the one who asks may see it. */
export function feedOf({ reads }: Ports) {
  return (
    { actor }: Cause,
    owner: Recipient,
    slice: Slice & { readonly unreadOnly: boolean },
  ): Promise<Notice[]> => reads.notices.feed(owner, slice, viewerOf(actor));
}

/** What the one who asks was told; nothing for those who have no feed. */
export function ownFeed({ reads }: Ports) {
  return async (
    { actor }: Cause,
    slice: Slice & { readonly unreadOnly: boolean },
  ): Promise<Notice[]> => {
    const owner = feedOwnerOf(actor);
    return owner === null ? [] : reads.notices.feed(owner, slice, viewerOf(actor));
  };
}

/** How many notices of their feed the one who asks has not read. */
export function unreadOf({ reads }: Ports) {
  return async ({ actor }: Cause): Promise<number> => {
    const owner = feedOwnerOf(actor);
    return owner === null ? 0 : reads.notices.unread(owner);
  };
}

/** Notices in words, as they stand in a feed; in the order of the notices. */
export function feedWords({ reads }: Ports) {
  return async (notices: readonly Notice[]): Promise<TemplateText[]> => {
    const facilityIds = [...new Set(notices.flatMap(({ facilityId }) => facilityId ?? []))];
    const customerIds = [...new Set(notices.map(({ recipient }) => recipient.id))];
    const [contacts, facilities] = await Promise.all([
      reads.people.contacts(customerIds),
      reads.facilities.byIds(facilityIds),
    ]);
    return Promise.all(
      notices.map((notice) =>
        wordsOf(reads, notice, 'IN_APP', {
          contact: contacts.find(({ customerId }) => customerId === notice.recipient.id) ?? null,
          facility: facilities.find(({ id }) => id === notice.facilityId) ?? null,
        }),
      ),
    );
  };
}

/** Why somebody has no feed. */
export const noFeed = 'Only customers and the staff of a tenant have a feed.';

/** Marks notices of one's own as read; what is not there, or was read before, is left out. */
export function markRead({ transact, clock, reads }: Ports) {
  return async (cause: Cause, ids: readonly string[]) => {
    const owner = feedOwnerOf(cause.actor);
    if (owner === null) return notPermitted(noFeed);
    if (ids.length === 0 || ids.length > limits.markedAtOnce) {
      return invalidInput('ids', `Name 1 to ${limits.markedAtOnce} notices.`);
    }
    const notices = await transact(cause, async ({ noticeStore }) => {
      const now = clock.now();
      const held = await noticeStore.hold(ids, owner);
      const marked = held.flatMap((notice) => read(notice, now) ?? []);
      await noticeStore.markRead(marked);
      return marked;
    });
    return { notices, unread: await reads.notices.unread(owner) };
  };
}

/** Something new in a feed. */
export interface FeedStep {
  readonly kind: 'SNAPSHOT' | 'ARRIVED' | 'READ';
  readonly notice: Notice | null;
  readonly unread: number;
  readonly cursor: string;
  readonly position: number;
}

/**
 * A feed: how many are unread, then every change in order. Following begins before the
 * count is read, so that nothing falls between them.
 */
export function followFeed({ liveEvents, reads }: Ports) {
  return async (
    { actor }: Cause,
    owner: Recipient,
    after: string | null,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<FeedStep, void, undefined>> => {
    const following = await liveEvents.follow({
      events: [noticeCreated, noticeRead],
      key: owner.id,
      after,
      ...(signal === undefined ? {} : { signal }),
    });
    return steps();

    async function* steps(): AsyncGenerator<FeedStep, void, undefined> {
      if (after === null) {
        const { cursor, position } = following;
        const unread = await reads.notices.unread(owner);
        yield { kind: 'SNAPSHOT', notice: null, unread, cursor, position };
      }
      for await (const { event, cursor, position } of following.events) {
        if ('inFeed' in event.data && !event.data.inFeed) continue;
        const [notice] = await reads.notices.byIds([event.data.noticeId], viewerOf(actor));
        const unread = await reads.notices.unread(owner);
        const kind = event.type === noticeRead.type ? 'READ' : 'ARRIVED';
        yield { kind, notice: notice ?? null, unread, cursor, position };
      }
    }
  };
}
