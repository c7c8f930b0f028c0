import { silent } from '../domain/change-station.js';
import { limits } from '../domain/limits.js';
import { followPlan } from '../domain/planned-work.js';
import type { TimeTask } from './keep-time.js';
import { systemCause, type Ports } from './ports.js';
import { endSession } from './stop-session.js';

/** Stations that have been silent for too long are OFFLINE. */
export function silentStations({ transact, clock }: Ports): TimeTask {
  return {
    name: 'silent stations',
    run: () =>
      transact(systemCause, async ({ stations, publish }) => {
        const now = clock.now();
        const since = new Date(now.getTime() - limits.stationSilenceMs);
        for (const station of await stations.holdSilent(since, limits.keepTimeBatch)) {
          const event = silent(station, now);
          if (event === null) continue;
          await stations.save(event.station);
          await publish([event]);
        }
      }),
  };
}

/** Planned work takes stations out of service and puts them back. */
export function plannedWork({ transact, clock }: Ports): TimeTask {
  return {
    name: 'planned work',
    run: () =>
      transact(systemCause, async ({ stations, publish }) => {
        const now = clock.now();
        for (const due of await stations.holdWorkDue(now, limits.keepTimeBatch)) {
          const { station, events } = followPlan(due, now);
          await stations.save(station);
          await publish(events);
        }
      }),
  };
}

/**
 * Sessions in which no energy flowed for too long were false starts: they end, and cost nothing. Not at a station that
 * is silent: it may tell later what it gave. Whether it is says when it was heard, not its status: that follows a
 * moment later, and later still where many are silent at once.
 */
export function falseStarts({ reads, transact, clock }: Ports): TimeTask {
  return {
    name: 'false starts',
    async run() {
      const now = clock.now();
      const before = new Date(now.getTime() - limits.falseStartMs);
      const heard = new Date(now.getTime() - limits.stationSilenceMs);
      for (const id of await reads.sessions.pendingSince(before, heard, limits.keepTimeBatch)) {
        await transact(systemCause, async (stores) => {
          const session = await stores.sessions.hold(id);
          if (session?.status !== 'PENDING') return;
          const at = new Date(session.startedAt.getTime() + limits.falseStartMs);
          await endSession(stores, session, { at, reason: 'FALSE_START' });
        });
      }
    },
  };
}
