import { notificationsEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import type { Cause, DomainEvent } from '../application/ports.js';
import type { Delivery } from '../domain/delivery.js';
import type { Notice } from '../domain/notice.js';

const { noticeCreated, noticeRead, deliverySent, deliveryFailed } = notificationsEvents;

const about = ({ id, recipient, tenantId, facilityId, kind }: Notice) => ({
  noticeId: id,
  recipientKind: recipient.kind,
  recipientId: recipient.id,
  ...{ tenantId, facilityId, kind },
});

/** What happened, as the rest of Voltpark hears of it: never what a notice says, nor where it went. */
export function publish(event: DomainEvent, cause: Cause): EventDraft | null {
  const { notice } = event;
  const { id, version, tenantId } = notice;
  switch (event.type) {
    case 'NoticeCreated': {
      const of = { type: 'notice', id, version, tenantId, at: notice.createdAt };
      const { inFeed, occurredAt } = notice;
      const data = { ...about(notice), inFeed, occurredAt: occurredAt.toISOString() };
      return draftEvent(noticeCreated, data, of, cause);
    }
    case 'NoticeRead': {
      const at = notice.readAt;
      if (at === null) return null;
      const of = { type: 'notice', id, version, tenantId, at };
      return draftEvent(noticeRead, { ...about(notice), readAt: at.toISOString() }, of, cause);
    }
    case 'DeliverySettled':
      return settled(event.delivery, notice, cause);
  }
}

function settled(delivery: Delivery, notice: Notice, cause: Cause): EventDraft | null {
  const { id, version, state, channel, attempts } = delivery;
  const data = { deliveryId: id, ...about(notice), channel, attempts };
  if (state.status !== 'SENT' && state.status !== 'DEAD') return null;
  const at = state.settledAt;
  const of = { type: 'delivery', id, version, tenantId: notice.tenantId, at };
  if (state.status === 'SENT') {
    return draftEvent(deliverySent, { ...data, sentAt: at.toISOString() }, of, cause);
  }
  const failed = { ...data, reason: state.reason, failedAt: at.toISOString() };
  return draftEvent(deliveryFailed, failed, of, cause);
}
