import { chargingEvents, type DataOf } from '@voltpark/contracts';
import type { Connector } from '../domain/station.js';
import type { LivePlace } from '@voltpark/kit/backbone/snapshot-place';
import { allChanges, snapshotAndChanges, type LiveStep } from './live-snapshot.js';
import type { Ports } from './ports.js';
import { publicReach } from '@voltpark/kit/reach';

const { connectorStatusChanged, stationRegistered, stationStatusChanged } = chargingEvents;

/** Everything that changes what connectors of a facility are doing, or which there are. */
const followed = [connectorStatusChanged, stationRegistered, stationStatusChanged] as const;

type Told = DataOf<(typeof followed)[number]>;

/** What a connector was doing at one moment. */
export interface ConnectorShown {
  readonly connectorId: string;
  readonly facilityId: string;
  readonly status: Connector['status'];
  readonly since: Date;
}

/** What connectors of a facility were doing at one moment: all of them, or those that changed. */
export interface ChargersShown {
  readonly kind: 'SNAPSHOT' | 'CHANGE';
  readonly facilityId: string;
  readonly at: Date;
  readonly connectors: readonly ConnectorShown[];
}

export interface LiveChargers extends LivePlace {
  readonly shown: ChargersShown;
}

/** Charging does not know the facility (yet). */
export class UnknownFacility extends Error {}

type Watching = Pick<Ports, 'reads' | 'liveEvents' | 'clock'>;

/**
 * What the connectors of a facility are doing: all of them now, then each change.
 * @throws UnknownFacility, and CursorExpiredError of the stream
 */
export function followChargers(ports: Watching) {
  const { reads, liveEvents } = ports;
  return async (
    facilityId: string,
    after: string | null,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<LiveChargers, void, undefined>> => {
    if ((await reads.known.facility(facilityId)) === null) {
      throw new UnknownFacility(`There is no facility "${facilityId}".`);
    }
    const following = await liveEvents.follow({
      events: followed,
      key: facilityId,
      after,
      ...(signal === undefined ? {} : { signal }),
    });
    const steps =
      after === null
        ? snapshotAndChanges(following, {
            read: snapshotOf(ports, facilityId),
            notYet: reads.queues.notYet,
          })
        : allChanges(following);
    return shown(ports, facilityId, steps);
  };
}

function snapshotOf({ reads }: Watching, facilityId: string) {
  return async () => {
    const { connectors, stations } = await reads.queues.hardwareOf(facilityId);
    const seen = [
      ...connectors.map(({ id, version }) => ({ type: 'connector', id, version }) as const),
      ...stations.map(({ id, version }) => ({ type: 'station', id, version }) as const),
    ];
    return { snapshot: connectors, seen };
  };
}

async function* shown(
  { reads, clock }: Watching,
  facilityId: string,
  steps: AsyncIterable<LiveStep<Told, readonly Connector[]>>,
): AsyncGenerator<LiveChargers, void, undefined> {
  for await (const step of steps) {
    const { cursor, position } = step.at;
    if (step.kind === 'SNAPSHOT') {
      const connectors = step.snapshot.map(shownOf);
      yield {
        shown: { kind: 'SNAPSHOT', facilityId, at: clock.now(), connectors },
        cursor,
        position,
      };
      continue;
    }
    const { data, time } = step.event.event;
    const connectors = await changedBy(reads, data);
    yield {
      shown: { kind: 'CHANGE', facilityId, at: new Date(time), connectors },
      cursor,
      position,
    };
  }
}

/** The connector that changed; of a station that did, all of them, as what they are good for changed. */
async function changedBy(reads: Ports['reads'], data: Told): Promise<readonly ConnectorShown[]> {
  if ('connectorId' in data) {
    const { connectorId, facilityId, status, since } = data;
    return [{ connectorId, facilityId, status, since: new Date(since) }];
  }
  const chargers = await reads.stations.chargersOf([data.stationId], publicReach);
  const connectors = await reads.stations.connectorsOf(
    chargers.map(({ id }) => id),
    publicReach,
  );
  return connectors.map(shownOf);
}

const shownOf = ({ id, facilityId, status, statusSince }: Connector): ConnectorShown => ({
  connectorId: id,
  facilityId,
  status,
  since: statusSince,
});
