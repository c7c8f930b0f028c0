import { loaded } from '@voltpark/kit/graphql/loaded';
import { availabilityOf, type Availability } from '../application/charger-availability.js';
import { estimates, readyAt } from '../domain/queue-estimate.js';
import { isLive } from '../domain/queue.js';
import { queueLimits } from '../domain/queue-limits.js';
import type { ConnectorType } from '../domain/station.js';
import type { GraphQLContext } from './context.js';
import { isoDuration } from './duration.js';
import type {
  ChargerAvailabilityResolvers,
  ChargerStatusResolvers,
  ChargingOfferResolvers,
  ChargingQueueEntryResolvers,
  ChargingQueueJoinedResolvers,
  ConnectorLiveStatusResolvers,
  ConnectorReadinessResolvers,
  QueuePositionResolvers,
} from './generated/types.js';

/** Seconds that may be unknown. */
const wait = (seconds: number | null) => (seconds === null ? null : isoDuration(seconds));

export const ChargingQueueEntry: ChargingQueueEntryResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.queueEntry.load(id),
  facility: ({ facilityId }) => ({ id: facilityId }),
  estimatedWait: ({ estimatedWaitSeconds }) => wait(estimatedWaitSeconds),
  snoozesLeft: (entry) => (isLive(entry) ? Math.max(0, queueLimits.snoozes - entry.snoozes) : 0),
};

export const ChargingOffer: ChargingOfferResolvers = {
  connector: ({ connectorId }, _args, { loaders }) => loaders.connector.load(connectorId),
  slot: ({ slotId }) => (slotId === null ? null : { id: slotId }),
};

/** What all mutations of the queue answer with, to those who may: the entry as it is now. */
export const EntryOf: ChargingQueueJoinedResolvers = {
  entry: ({ entryId }, _args, { loaders }) => loaded(loaders.queueEntryOfAnybody, entryId),
};

export const ChargerAvailability: ChargerAvailabilityResolvers = {
  facility: ({ facilityId }) => ({ id: facilityId }),
  waitTime: ({ waitSeconds }) => wait(waitSeconds),
};

export const ConnectorReadiness: ConnectorReadinessResolvers = {
  connector: ({ connectorId }, _args, { loaders }) => loaders.connector.load(connectorId),
};

export const QueuePosition: QueuePositionResolvers = {
  entry: ({ entryId }, _args, { loaders }) => loaders.queueEntry.load(entryId),
  estimatedWait: ({ estimatedWaitSeconds }) => wait(estimatedWaitSeconds),
};

export const ChargerStatus: ChargerStatusResolvers = {
  facility: ({ facilityId }) => ({ id: facilityId }),
};

export const ConnectorLiveStatus: ConnectorLiveStatusResolvers = {
  connector: ({ connectorId }, _args, { loaders }) => loaders.connector.load(connectorId),
  async readyAt({ connectorId, facilityId }, _args, { loaders, now }) {
    const queue = await loaders.queue.load(facilityId);
    const connector = queue?.connectors.find(({ id }) => id === connectorId);
    return connector === undefined ? null : readyAt(connector, now);
  },
  async waitTime({ connectorId, facilityId }, _args, { loaders, now }) {
    const queue = await loaders.queue.load(facilityId);
    const connector = queue?.connectors.find(({ id }) => id === connectorId);
    if (queue === null || connector === undefined) return null;
    return wait(estimates(queue, now).newcomer(connector.type));
  },
};

/** How soon a charger of a kind can be had; null where charging knows no such facility. */
export async function chargerAvailabilityAt(
  facilityId: string,
  connectorType: ConnectorType,
  { loaders, now }: GraphQLContext,
): Promise<Availability | null> {
  const queue = await loaders.queue.load(facilityId);
  return queue === null ? null : availabilityOf(queue, connectorType, now);
}
