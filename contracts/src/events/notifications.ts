import { z } from 'zod';
import { defineEvent } from '../event.js';
import { personAnsweredBy } from '../person.js';
import { idSchema } from '../shared.js';

/**
 * A notice as others may know it: whom it is for and of what kind, never what it says. `recipientId` is a customer
 * or a tenant.
 */
const notice = {
  noticeId: idSchema,
  recipientKind: z.enum(['CUSTOMER', 'TENANT']),
  recipientId: idSchema,
  tenantId: idSchema.nullable(),
  facilityId: idSchema.nullable(),
  kind: z.string(),
};

export const noticeCreated = defineEvent({
  type: 'notifications.notice.created.v1',
  summary: 'Somebody is told something; how it reaches them is another matter.',
  key: 'recipientId',
  data: z.object({ ...notice, inFeed: z.boolean(), occurredAt: z.iso.datetime() }),
});

export const noticeRead = defineEvent({
  type: 'notifications.notice.read.v1',
  summary: 'A notice of a feed was marked as read.',
  key: 'recipientId',
  data: z.object({ ...notice, readAt: z.iso.datetime() }),
});

const delivery = {
  deliveryId: idSchema,
  ...notice,
  channel: z.enum(['EMAIL', 'SMS', 'PUSH', 'WEBHOOK', 'IN_APP']),
  attempts: z.number().int().min(0),
};

export const deliverySent = defineEvent({
  type: 'notifications.delivery.sent.v1',
  summary: 'A notice was handed over to the provider of a channel, or to a webhook.',
  key: 'deliveryId',
  data: z.object({ ...delivery, sentAt: z.iso.datetime() }),
});

export const deliveryFailed = defineEvent({
  type: 'notifications.delivery.failed.v1',
  summary: 'A delivery was given up: refused for good, or after the last attempt.',
  key: 'deliveryId',
  data: z.object({ ...delivery, reason: z.string(), failedAt: z.iso.datetime() }),
});

export const personAnswered = personAnsweredBy('notifications');
