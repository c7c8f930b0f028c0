import { chargingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause } from '../application/ports.js';
import type {
  ChargingSession,
  FinalRecord,
  FinalSession,
  Progress,
  SessionEvent,
} from '../domain/session.js';

const { sessionCompleted, sessionCorrected, sessionInterrupted } = chargingEvents;
const { sessionPaused, sessionResumed, sessionStarted } = chargingEvents;

/** Events of a session's life. `at`: when a correction was made. */
export function publishSession(event: SessionEvent, cause: Cause, at: Date): EventDraft {
  const { session } = event;
  switch (event.type) {
    case 'SessionStarted': {
      const data = { ...sessionFields(session), targets: session.targets };
      return draftEvent(sessionStarted, data, ofSession(session, event.session.startedAt), cause);
    }
    case 'SessionPaused': {
      const { pausedAt } = event.session;
      const data = { ...toldSoFar(session, event.progress), pausedAt: pausedAt.toISOString() };
      return draftEvent(sessionPaused, data, ofSession(session, pausedAt), cause);
    }
    case 'SessionResumed': {
      const { resumedAt } = event;
      const data = { ...toldSoFar(session, event.progress), resumedAt: resumedAt.toISOString() };
      return draftEvent(sessionResumed, data, ofSession(session, resumedAt), cause);
    }
    case 'SessionFinished': {
      const definition =
        event.session.status === 'COMPLETED' ? sessionCompleted : sessionInterrupted;
      const data = recordFields(event.session, event.record);
      return draftEvent(definition, data, ofSession(session, event.session.endedAt), cause);
    }
    case 'SessionCorrected': {
      const data = { ...recordFields(event.session, event.record), reason: event.reason };
      return draftEvent(sessionCorrected, data, ofSession(session, at), cause);
    }
    default:
      return unreachable(event);
  }
}

/** Who charges where: the same in every event of a session. */
export function sessionFields(session: ChargingSession) {
  const { id: sessionId, stationId, facilityId, tenantId, chargerId, connectorId } = session;
  const { slotId, parkingSessionId, registration, customerId, tariffVersionId } = session;
  const { timeZone, startedAt } = session;
  const place = { stationId, facilityId, tenantId, chargerId, connectorId, slotId };
  const vehicle = { parkingSessionId, registration, customerId };
  return {
    sessionId,
    ...place,
    ...vehicle,
    tariffVersionId,
    timeZone,
    startedAt: startedAt.toISOString(),
  };
}

/** With what it came to so far. */
export function toldSoFar(session: ChargingSession, { energyWh, socPercent, cost }: Progress) {
  return { ...sessionFields(session), energyWh, socPercent, cost };
}

/** A finished session with all that its price follows from. */
function recordFields(session: FinalSession, record: FinalRecord) {
  return {
    ...toldSoFar(session, record),
    revision: session.revision,
    endedAt: session.endedAt.toISOString(),
    stopReason: session.stopReason,
    periods: [...record.periods],
  };
}

/** The aggregate of a session's events. */
export function ofSession({ id, version, tenantId }: ChargingSession, at: Date) {
  return { type: 'charging_session', id, version, tenantId, at };
}
