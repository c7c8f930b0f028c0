import type { Resolvers } from '../generated/types.js';
import { acceptOffer } from '../Mutation/acceptOffer.js';
import { joinChargingQueue } from '../Mutation/joinChargingQueue.js';
import { leaveChargingQueue } from '../Mutation/leaveChargingQueue.js';
import { snoozeOffer } from '../Mutation/snoozeOffer.js';
import { chargerAvailability } from '../Query/chargerAvailability.js';
import { chargingQueue } from '../Query/chargingQueue.js';
import { chargingQueueEntry } from '../Query/chargingQueueEntry.js';
import {
  ChargerAvailability,
  chargerAvailabilityAt,
  ChargerStatus,
  ChargingOffer,
  ChargingQueueEntry,
  ConnectorLiveStatus,
  ConnectorReadiness,
  EntryOf,
  QueuePosition,
} from '../queue.js';
import { chargerStatus } from '../Subscription/chargerStatus.js';
import { queuePosition } from '../Subscription/queuePosition.js';

/** The queue for a charger, and how soon one can be had. */
export const queueResolvers = {
  Query: { chargerAvailability, chargingQueue, chargingQueueEntry },
  Mutation: { joinChargingQueue, leaveChargingQueue, snoozeOffer, acceptOffer },
  Subscription: { queuePosition, chargerStatus },
  Facility: {
    chargerAvailability: ({ id }, { connectorType }, context) =>
      chargerAvailabilityAt(id, connectorType, context),
  },
  ChargingQueueEntry,
  ChargingOffer,
  ChargingQueueJoined: EntryOf,
  ChargingQueueLeft: EntryOf,
  OfferSnoozed: EntryOf,
  OfferAccepted: EntryOf,
  AlreadyQueued: EntryOf,
  ChargerAvailability,
  ConnectorReadiness,
  QueuePosition,
  ChargerStatus,
  ConnectorLiveStatus,
} satisfies Resolvers;
