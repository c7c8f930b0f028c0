import { chargingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import type { Cause } from '../application/ports.js';
import type { SessionProposed } from '../domain/proposal.js';
import type { StaySettled } from '../domain/stay.js';

/** A driver is offered to charge. */
export function publishProposal({ proposal }: SessionProposed, cause: Cause): EventDraft {
  const { id, version, stationId, facilityId, tenantId, connectorIds, expiresAt } = proposal;
  const { parkingSessionId, registration, customerId, proposedAt } = proposal;
  const data = {
    proposalId: id,
    stationId,
    facilityId,
    tenantId,
    connectorIds: [...connectorIds],
    parkingSessionId,
    registration,
    customerId,
    expiresAt: expiresAt.toISOString(),
  };
  const of = { type: 'proposal', id, version, tenantId, at: proposedAt };
  return draftEvent(chargingEvents.sessionProposed, data, of, cause);
}

/** No session of a stay is open or can follow. It is told once, so it is the first version of its aggregate. */
export function publishStay(event: StaySettled, cause: Cause): EventDraft {
  const { id: parkingSessionId, facilityId, tenantId } = event.stay;
  const { settledAt: at } = event;
  const data = {
    parkingSessionId,
    facilityId,
    tenantId,
    sessionIds: [...event.sessionIds],
    settledAt: at.toISOString(),
  };
  const of = { type: 'stay', id: parkingSessionId, version: 1, tenantId, at };
  return draftEvent(chargingEvents.staySettled, data, of, cause);
}
