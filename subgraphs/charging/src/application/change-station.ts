import { notFound } from '@voltpark/kit/decision';
import {
  retired,
  setStationStatus as decideStatus,
  updateStation as decideUpdate,
  type ServiceStatus,
} from '../domain/change-station.js';
import type { StationDetails } from '../domain/station.js';
import { hearFrom } from './hear-from.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';

/** Changes a station's papers. */
export function updateStation({ transact, clock }: Ports) {
  return async (
    cause: Cause,
    { stationId, change }: { readonly stationId: string; readonly change: Partial<StationDetails> },
  ) =>
    transact(cause, async ({ stations, known }) => {
      const station = await stations.hold(stationId, reachOf(cause.actor));
      if (station === null) return notFound('Station', stationId);
      const { facilityId } = station;
      if (change.name !== undefined) await known.holdFacility(facilityId);
      const named =
        change.name === undefined ? null : await stations.named(facilityId, change.name);
      const decision = decideUpdate(station, change, { now: clock.now(), named });
      if (decision.outcome === 'refused') return decision.refusal;
      for (const next of decision.events) await stations.save(next);
      return { stationId };
    });
}

export interface SetStationStatusCommand {
  readonly stationId: string;
  readonly status: ServiceStatus;
  readonly reason: string | null;
}

/** Takes a station out of service, or back into it. */
export function setStationStatus({ transact, clock }: Ports) {
  return async (cause: Cause, { stationId, ...wanted }: SetStationStatusCommand) =>
    transact(cause, async ({ stations, publish }) => {
      const station = await stations.hold(stationId, reachOf(cause.actor));
      if (station === null) return notFound('Station', stationId);
      const openSessions = await stations.countOpenSessions(stationId);
      const decision = decideStatus(station, wanted, { now: clock.now(), openSessions });
      if (decision.outcome === 'refused') return decision.refusal;
      for (const event of decision.events) await stations.save(event.station);
      await publish(decision.events);
      return { stationId };
    });
}

/** A device says that its station is there. */
export function stationHeartbeat({ transact, clock }: Ports) {
  return async (cause: Cause, stationId: string) =>
    transact(cause, async (stores) => {
      const [station] = await stores.stations.byIds([stationId], reachOf(cause.actor));
      if (station === undefined) return notFound('Station', stationId);
      if (station.status === 'RETIRED') return retired(station);
      await hearFrom(stores, stationId, clock.now());
      return { stationId };
    });
}
