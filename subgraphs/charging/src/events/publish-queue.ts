import { chargingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import type { Cause } from '../application/ports.js';
import type { QueueEvent } from '../domain/queue-events.js';
import type { Offer, QueueEntry } from '../domain/queue.js';

const { offerReleased, offerTaken, queuePositionChanged } = chargingEvents;

/** What happens in the queue for a charger. */
export function publishQueue(event: QueueEvent, cause: Cause): EventDraft {
  const { entry, at } = event;
  const { id, tenantId, version } = entry;
  const of = { type: 'queue_entry', id, version, tenantId, at };
  switch (event.type) {
    case 'QueuePositionChanged': {
      const { status, position, estimatedWaitSeconds, offer } = entry;
      const standing = { status, position, estimatedWaitSeconds };
      const data = { ...entryFields(entry), ...standing, offer: offer && offerFields(offer) };
      return draftEvent(queuePositionChanged, data, of, cause);
    }
    case 'OfferTaken': {
      const { id: offerId, connectorId, slotId, keptUntil } = event.offer;
      const until = keptUntil.toISOString();
      const data = { ...entryFields(entry), offerId, connectorId, slotId, until };
      return draftEvent(offerTaken, data, of, cause);
    }
    case 'OfferReleased': {
      const { outcome } = event;
      const { id: offerId, connectorId, slotId } = event.offer;
      const data = { ...entryFields(entry), offerId, connectorId, slotId, outcome };
      return draftEvent(offerReleased, data, of, cause);
    }
  }
}

const entryFields = ({ id, facilityId, tenantId, registration, customerId }: QueueEntry) => ({
  entryId: id,
  facilityId,
  tenantId,
  registration,
  customerId,
});

const offerFields = ({ id, connectorId, slotId, expiresAt, keptUntil, isSlotKept }: Offer) => ({
  offerId: id,
  connectorId,
  slotId,
  expiresAt: expiresAt.toISOString(),
  keptUntil: keptUntil?.toISOString() ?? null,
  isSlotKept,
});
