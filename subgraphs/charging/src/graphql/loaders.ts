import { inOrder } from '@voltpark/kit/graphql/in-order';
import DataLoader from 'dataloader';
import { publicReach } from '@voltpark/kit/reach';
import { everyone, type Viewer } from '@voltpark/kit/viewer';
import type { UseCases } from '../application/use-cases.js';
import { limits } from '../domain/limits.js';
import type { LiveProgress } from '../domain/progress.js';
import type { Queue, QueueEntry } from '../domain/queue.js';
import type { ChargingSession } from '../domain/session.js';
import type { Charger, Connector, Station } from '../domain/station.js';

/** What one request loads by id: each row once, all that are wanted together in one statement. */
export interface Loaders {
  readonly station: DataLoader<string, Station | null>;
  readonly charger: DataLoader<string, Charger | null>;
  readonly chargersOf: DataLoader<string, Charger[]>;
  readonly connector: DataLoader<string, Connector | null>;
  readonly connectorsOf: DataLoader<string, Connector[]>;
  /** Sessions that the viewer may see; null for others. */
  readonly session: DataLoader<string, ChargingSession | null>;
  /** How a session that the viewer may see stands by its meter. */
  readonly progress: DataLoader<ChargingSession, LiveProgress, string>;
  /** The open session of a registration, where the viewer may see it. */
  readonly openSession: DataLoader<string, ChargingSession | null>;
  /** Entries of the queue that the viewer may see; null for others. */
  readonly queueEntry: DataLoader<string, QueueEntry | null>;
  /** For the answer to the one who changed it. */
  readonly queueEntryOfAnybody: DataLoader<string, QueueEntry | null>;
  /** The queue of a facility with its connectors; null where charging knows no such facility. */
  readonly queue: DataLoader<string, Queue | null>;
  readonly isFacility: DataLoader<string, boolean>;
  readonly isStay: DataLoader<string, boolean>;
  readonly isRegistration: DataLoader<string, boolean>;
}

const options = { maxBatchSize: limits.loaderBatch };

/** Loaders of one request. Stations are on the map of the network, for everybody. */
export function createLoaders({ reads, progress }: UseCases, viewer: Viewer): Loaders {
  const { stations, sessions, known } = reads;
  const byId = <Row extends { readonly id: string }>(
    load: (ids: readonly string[]) => Promise<Row[]>,
  ) =>
    new DataLoader<string, Row | null>(
      async (ids) => inOrder(ids, await load(ids), ({ id }) => id),
      options,
    );
  return {
    station: byId((ids) => stations.byIds(ids, publicReach)),
    charger: byId((ids) => stations.chargers(ids, publicReach)),
    chargersOf: grouped(
      (ids) => stations.chargersOf(ids, publicReach),
      ({ stationId }) => stationId,
    ),
    connector: byId((ids) => stations.connectors(ids, publicReach)),
    connectorsOf: grouped(
      (ids) => stations.connectorsOf(ids, publicReach),
      ({ chargerId }) => chargerId,
    ),
    session: byId((ids) => sessions.byIds(ids, viewer)),
    progress: new DataLoader((of) => progress(of), { ...options, cacheKeyFn: ({ id }) => id }),
    openSession: new DataLoader(async (registrations) => {
      const rows = await sessions.openOf(registrations, viewer);
      return inOrder(registrations, rows, ({ registration }) => registration);
    }, options),
    queueEntry: byId((ids) => reads.queues.entries(ids, viewer)),
    queueEntryOfAnybody: byId((ids) => reads.queues.entries(ids, everyone)),
    queue: new DataLoader(async (ids) => {
      const queues = await reads.queues.queues(ids);
      return inOrder(ids, queues, ({ facilityId }) => facilityId);
    }, options),
    isFacility: among((ids) => known.facilityIds(ids)),
    isStay: among((ids) => known.stayIds(ids)),
    isRegistration: among((registrations) => known.registrations(registrations)),
  };
}

/** Rows by what they belong to, in the order in which they come. */
function grouped<Row>(
  load: (keys: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
) {
  return new DataLoader<string, Row[]>(async (keys) => {
    const groups = groupBy(await load(keys), keyOf);
    return keys.map((key) => groups.get(key) ?? []);
  }, options);
}

/** Whether something is there. */
function among(load: (keys: readonly string[]) => Promise<string[]>) {
  return new DataLoader<string, boolean>(async (keys) => {
    const found = new Set(await load(keys));
    return keys.map((key) => found.has(key));
  }, options);
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
