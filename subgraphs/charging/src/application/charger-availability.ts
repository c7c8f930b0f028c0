import { estimates, readyAt } from '../domain/queue-estimate.js';
import { isFree } from '../domain/queue-settle.js';
import { isWaiting, type Queue } from '../domain/queue.js';
import type { ConnectorStatus, ConnectorType } from '../domain/station.js';

/** How soon a connector of one kind can be had. */
export interface Availability {
  readonly facilityId: string;
  readonly connectorType: ConnectorType;
  readonly total: number;
  readonly freeNow: number;
  readonly waiting: number;
  readonly waitSeconds: number | null;
  readonly readyAt: Date | null;
  readonly connectors: readonly Readiness[];
}

/** When a connector will serve the next vehicle. */
export interface Readiness {
  readonly connectorId: string;
  readonly status: ConnectorStatus;
  readonly readyAt: Date | null;
}

/** Connectors of a kind at one facility that are told one by one. */
const connectorsShown = 100;

/** How soon a connector of a kind can be had by somebody who comes now. */
export function availabilityOf(
  queue: Queue,
  connectorType: ConnectorType,
  now: Date,
): Availability {
  const connectors = queue.connectors
    .filter(({ type }) => type === connectorType)
    .map((connector) => ({
      connectorId: connector.id,
      status: connector.status,
      readyAt: readyAt(connector, now),
      isFree: isFree(queue, connector) && connector.standing === null,
    }));
  const ready = connectors.flatMap((one) => (one.readyAt === null ? [] : [one.readyAt.getTime()]));
  const waiting = queue.entries.filter(
    (entry) => isWaiting(entry) && entry.connectorTypes.includes(connectorType),
  ).length;
  return {
    facilityId: queue.facilityId,
    connectorType,
    total: ready.length,
    freeNow: connectors.filter((one) => one.isFree).length,
    waiting,
    waitSeconds: estimates(queue, now).newcomer(connectorType),
    readyAt: ready.length === 0 ? null : new Date(Math.min(...ready)),
    connectors: connectors.slice(0, connectorsShown),
  };
}
