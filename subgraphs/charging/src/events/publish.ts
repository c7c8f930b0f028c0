import type { EventDraft } from '@voltpark/contracts';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause } from '../application/ports.js';
import type { DomainEvent } from '../domain/events.js';
import { publishMeter } from './publish-meter.js';
import { publishProposal, publishStay } from './publish-offer.js';
import { publishQueue } from './publish-queue.js';
import { publishSession } from './publish-session.js';
import { publishStation } from './publish-station.js';

/** What happened, as the rest of Voltpark hears of it. `at`: when, where the event itself does not say. */
export function publish(event: DomainEvent, cause: Cause, at: Date): EventDraft {
  switch (event.type) {
    case 'StationRegistered':
    case 'StationStatusChanged':
    case 'ConnectorStatusChanged':
      return publishStation(event, cause);
    case 'SessionStarted':
    case 'SessionPaused':
    case 'SessionResumed':
    case 'SessionFinished':
    case 'SessionCorrected':
      return publishSession(event, cause, at);
    case 'SessionUpdated':
    case 'SocThresholdReached':
    case 'IdleStarted':
      return publishMeter(event, cause, at);
    case 'QueuePositionChanged':
    case 'OfferTaken':
    case 'OfferReleased':
      return publishQueue(event, cause);
    case 'SessionProposed':
      return publishProposal(event, cause);
    case 'StaySettled':
      return publishStay(event, cause);
    default:
      return unreachable(event);
  }
}
