import { chargingEvents, type EventDraft } from '@voltpark/contracts';
import { draftEvent } from '@voltpark/kit/backbone/draft';
import { unreachable } from '@voltpark/kit/decision';
import type { Cause } from '../application/ports.js';
import type { MeterEvent } from '../domain/meter-events.js';
import { socThresholdPercent } from '../domain/meter-limits.js';
import { stopOf } from '../domain/session.js';
import { ofSession, toldSoFar } from './publish-session.js';

const { idleStarted, sessionUpdated, socThresholdReached } = chargingEvents;

/** What readings make of a session, as others hear of it. `at`: when it was told. */
export function publishMeter(event: MeterEvent, cause: Cause, at: Date): EventDraft {
  const { session, progress } = event;
  const soFar = toldSoFar(session, progress);
  const of = ofSession(session, at);
  switch (event.type) {
    case 'SessionUpdated': {
      const stop = stopOf(session);
      const { powerW, secondsRemaining, measuredAt, isIdle } = progress;
      const data = {
        ...soFar,
        status: session.status,
        stop: stop && { reason: stop.reason, at: stop.at.toISOString() },
        idle: isIdle,
        powerW,
        secondsRemaining,
        measuredAt: measuredAt.toISOString(),
      };
      return draftEvent(sessionUpdated, data, of, cause);
    }
    case 'SocThresholdReached': {
      const reachedAt = event.reachedAt.toISOString();
      const data = { ...soFar, thresholdPercent: socThresholdPercent, reachedAt };
      return draftEvent(socThresholdReached, data, of, cause);
    }
    case 'IdleStarted': {
      const idleSince = event.idleSince.toISOString();
      const data = { ...soFar, idleSince, feeFrom: event.feeFrom?.toISOString() ?? null };
      return draftEvent(idleStarted, data, of, cause);
    }
    default:
      return unreachable(event);
  }
}
