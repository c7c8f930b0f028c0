import { chargingEvents, type DataOf } from '@voltpark/contracts';
import { on, type Reaction } from '@voltpark/kit/backbone/reaction';
import type { KnownSession } from '../application/heard.js';
import { takeInSession, takeInSettled, type TakingIn } from '../application/take-in.js';

const {
  sessionCompleted,
  sessionCorrected,
  sessionInterrupted,
  sessionStarted,
  sessionUpdated,
  staySettled,
} = chargingEvents;

type Started = DataOf<typeof sessionStarted>;
type Ended = DataOf<typeof sessionCompleted>;

/** What billing keeps of charging: sessions, what they came to, and that there will be no more of a stay. */
export function chargingReactions<Tx>(takingIn: (tx: Tx) => TakingIn): Reaction<Tx>[] {
  const ended = [sessionCompleted, sessionInterrupted, sessionCorrected].map((event) =>
    on<Ended, Tx>(event, ({ data, aggregateversion }, tx) =>
      takeInSession(takingIn(tx), endedSession(data), aggregateversion),
    ),
  );
  return [
    on(sessionStarted, ({ data, aggregateversion }, tx: Tx) =>
      takeInSession(takingIn(tx), startedSession(data), aggregateversion),
    ),
    ...ended,
    on(
      sessionUpdated,
      async ({ data }, tx: Tx) => {
        const { sessionId, energyWh, measuredAt, cost } = data;
        await takingIn(tx).known.keepProgress(sessionId, { energyWh, measuredAt, cost });
      },
      // Each tells how far the session is, so of several that have gathered the newest says it all.
      { latest: true },
    ),
    on(staySettled, ({ data }, tx: Tx) => {
      const { parkingSessionId, sessionIds, settledAt } = data;
      return takeInSettled(takingIn(tx), {
        ...{ parkingSessionId, sessionIds },
        at: new Date(settledAt),
      });
    }),
  ];
}

function startedSession(data: Omit<Started, 'targets'>): KnownSession {
  const { sessionId: id, tenantId, facilityId, stationId, parkingSessionId } = data;
  const { tariffVersionId, timeZone, startedAt } = data;
  return {
    ...{ id, tenantId, facilityId, stationId, parkingSessionId, tariffVersionId, timeZone },
    startedAt: new Date(startedAt),
    endedAt: null,
    revision: 0,
    energyWh: 0,
    periods: [],
  };
}

const endedSession = (data: Ended): KnownSession => ({
  ...startedSession(data),
  endedAt: new Date(data.endedAt),
  revision: data.revision,
  energyWh: data.energyWh,
  periods: data.periods,
});
