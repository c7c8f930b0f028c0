import { queueLimits } from './queue-limits.js';
import type { ConnectorStatus, ConnectorType, Reservation } from './station.js';

/** Still in the queue, one way or another. */
export type LiveStatus = 'WAITING' | 'SNOOZED' | 'OFFERED' | 'TAKEN';
/** FULFILLED: charges. LEFT: gave up. EXPIRED: did not answer, did not come, or waited too long. */
export type EndedStatus = 'FULFILLED' | 'LEFT' | 'EXPIRED';
export type EntryStatus = LiveStatus | EndedStatus;

/** A connector that somebody may have, or has taken. */
export interface Offer {
  readonly id: string;
  readonly connectorId: string;
  readonly slotId: string | null;
  readonly offeredAt: Date;
  /** Until when it is to be taken. */
  readonly expiresAt: Date;
  readonly takenAt: Date | null;
  /** Once taken: until when connector and slot are kept. */
  readonly keptUntil: Date | null;
  /** Parking keeps the slot. */
  readonly isSlotKept: boolean;
}

/** A vehicle that waits for a charger at a facility. */
export interface QueueEntry {
  readonly id: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly registration: string;
  readonly customerId: string | null;
  /** Connectors that would do; never empty. */
  readonly connectorTypes: readonly ConnectorType[];
  readonly status: EntryStatus;
  /** Counts the joins at the facility: the order in which is offered. Never changes. */
  readonly place: number;
  readonly joinedAt: Date;
  readonly snoozes: number;
  readonly snoozedUntil: Date | null;
  /** Present exactly while OFFERED or TAKEN. */
  readonly offer: Offer | null;
  /** The latest that was offered, also when it is over. */
  readonly lastOfferId: string | null;
  readonly endedAt: Date | null;
  /** As told last: 1 is next; null when no longer waiting. */
  readonly position: number | null;
  /** As told last; null when it cannot be told, or when no longer waiting. */
  readonly estimatedWaitSeconds: number | null;
  /** Number of events published of this entry. */
  readonly version: number;
}

/** A connector as the queue looks at it. */
export interface QueueConnector {
  readonly id: string;
  readonly chargerId: string;
  readonly type: ConnectorType;
  readonly powerW: number;
  readonly slotId: string | null;
  readonly status: ConnectorStatus;
  readonly reservation: Reservation | null;
  /** Its station is in service and talks to us. */
  readonly isOnline: boolean;
  /** The open session on it, as far as matters here. */
  readonly session: { readonly registration: string; readonly endsAt: Date | null } | null;
  /** The vehicle that stands in its slot, as far as charging heard. */
  readonly standing: string | null;
}

/** All that is decided about at once: everybody who waits at a facility, and its connectors. */
export interface Queue {
  readonly facilityId: string;
  readonly tenantId: string;
  /** Whether the facility offers chargers to those who wait. */
  readonly isOpen: boolean;
  /** Place of the next who joins. */
  readonly nextPlace: number;
  /** Live entries by place; entries that end stay until they are told. */
  readonly entries: readonly QueueEntry[];
  /** By power, the highest first, then by id: the order in which they are offered. */
  readonly connectors: readonly QueueConnector[];
  /** Vehicles that charge at the facility, wherever, with their sessions. */
  readonly charging: ReadonlyMap<string, string>;
  /** Slots that parking keeps for reservations, or refused to keep a moment ago, and until when they are not offered. */
  readonly refusedSlots: Readonly<Record<string, Date>>;
}

/** Whether a facility offers chargers to those who wait: in service, and nothing says otherwise. */
export function hasOpenQueue(facility: {
  readonly status: string;
  readonly charging: unknown;
  readonly chargingQueue: unknown;
}): boolean {
  const { status, charging, chargingQueue } = facility;
  return status === 'ACTIVE' && charging !== false && chargingQueue !== false;
}

/** An entry that was offered something. */
export type Offered = QueueEntry & { readonly offer: Offer };

export const isLive = ({ status }: Pick<QueueEntry, 'status'>): boolean =>
  status === 'WAITING' || status === 'SNOOZED' || status === 'OFFERED' || status === 'TAKEN';

/** Waits for an offer, now or after a snooze. */
export const isWaiting = ({ status }: Pick<QueueEntry, 'status'>): boolean =>
  status === 'WAITING' || status === 'SNOOZED';

export const isOffered = (entry: QueueEntry): entry is Offered => entry.offer !== null;

/** Whether a connector would do for an entry: its type, and no other vehicle in the way. */
export function suits(entry: QueueEntry, connector: QueueConnector): boolean {
  const isFree = connector.standing === null || connector.standing === entry.registration;
  return isFree && entry.connectorTypes.includes(connector.type);
}

/** The queue with an entry as it is now. */
export function withEntry(queue: Queue, entry: QueueEntry): Queue {
  const entries = queue.entries.map((one) => (one.id === entry.id ? entry : one));
  return { ...queue, entries };
}

/** The queue with a connector as it is now. */
export function withConnector(queue: Queue, connector: QueueConnector): Queue {
  const connectors = queue.connectors.map((one) => (one.id === connector.id ? connector : one));
  return { ...queue, connectors };
}

/** The queue without the offer of an entry, which goes on as said; its connector serves others again. */
export function withdrawn(
  queue: Queue,
  entry: QueueEntry,
  next: Pick<QueueEntry, 'status'> & Partial<QueueEntry>,
): Queue {
  const { offer } = entry;
  const after = withEntry(queue, { ...entry, ...next, offer: null });
  const connector = after.connectors.find(
    ({ reservation }) => offer !== null && reservation?.offerId === offer.id,
  );
  return connector === undefined ? after : withConnector(after, freed(connector));
}

/** Parking keeps a slot for a reservation: it is offered to nobody until somebody comes, or nobody does. */
export function slotReserved(queue: Queue, slotId: string, until: Date): Queue {
  if (queue.connectors.every((connector) => connector.slotId !== slotId)) return queue;
  return { ...queue, refusedSlots: { ...queue.refusedSlots, [slotId]: until } };
}

/**
 * A slot is kept for a reservation no longer. Where nobody came it is offered to whoever waits; where somebody did, it
 * is not until their arrival is heard of as well.
 */
export function slotUnreserved(
  queue: Queue,
  slotId: string,
  outcome: 'ARRIVED' | 'EXPIRED' | 'RELEASED',
  now: Date,
): Queue {
  if (outcome === 'ARRIVED') {
    return slotReserved(queue, slotId, new Date(now.getTime() + queueLimits.refusedSlotMs));
  }
  const { [slotId]: _until, ...refusedSlots } = queue.refusedSlots;
  return { ...queue, refusedSlots };
}

/** A connector that is kept for nobody any more. */
export function freed(connector: QueueConnector): QueueConnector {
  const status = connector.status === 'RESERVED' ? 'AVAILABLE' : connector.status;
  return { ...connector, status, reservation: null };
}

/** An entry that is over. */
export const over = (status: EndedStatus, at: Date) => ({
  status,
  endedAt: at,
  snoozedUntil: null,
});
