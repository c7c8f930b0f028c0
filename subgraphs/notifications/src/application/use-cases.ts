import { deliver, listDeliveries, retryDelivery } from './deliver.js';
import {
  feedOf,
  feedWords,
  followFeed,
  markRead,
  noticesByIds,
  ownFeed,
  unreadOf,
} from './feed.js';
import { readMailbox, setMailbox } from './mailbox.js';
import type { Ports } from './ports.js';
import { previewTemplate, readTemplates, writeTemplate } from './templates.js';
import { addWebhook, readWebhooks, removeWebhook } from './webhooks.js';
import {
  readWishes,
  registerDevice,
  removeDevice,
  setPreference,
  setQuietHours,
} from './wishes.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports, randomKey: () => Uint8Array) {
  const { reads } = ports;
  return {
    noticesByIds: noticesByIds(ports),
    feedOf: feedOf(ports),
    ownFeed: ownFeed(ports),
    feedWords: feedWords(ports),
    unreadOf: unreadOf(ports),
    markRead: markRead(ports),
    followFeed: followFeed(ports),
    deliveriesOf: (noticeIds: readonly string[]) => reads.deliveries.ofNotices(noticeIds),
    listDeliveries: listDeliveries(ports),
    retryDelivery: retryDelivery(ports),
    deliver: deliver(ports),
    readWishes: readWishes(ports),
    setPreference: setPreference(ports),
    setQuietHours: setQuietHours(ports),
    registerDevice: registerDevice(ports),
    removeDevice: removeDevice(ports),
    readTemplates: readTemplates(ports),
    writeTemplate: writeTemplate(ports),
    previewTemplate: previewTemplate(ports),
    readMailbox: readMailbox(ports),
    setMailbox: setMailbox(ports),
    readWebhooks: readWebhooks(ports),
    addWebhook: addWebhook(ports, randomKey),
    removeWebhook: removeWebhook(ports),
  };
}
