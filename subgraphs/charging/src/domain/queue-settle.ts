import {
  freed,
  isLive,
  isOffered,
  over,
  suits,
  withConnector,
  withdrawn,
  withEntry,
  type Offered,
  type Queue,
  type QueueConnector,
  type QueueEntry,
} from './queue.js';
import { queueLimits as limits } from './queue-limits.js';
import type { ConnectorStatus } from './station.js';

/**
 * Everything that follows by itself at an instant: who charges is served, offers whose time is up or whose connector
 * is gone end, snoozes end, and free connectors are offered to those who wait, the longest first. Done once more at
 * the same instant it changes nothing, so it may be done whenever anything was heard.
 */
export function settled(queue: Queue, now: Date, newId: () => string): Queue {
  const reviewed = queue.entries.reduce((sofar, { id }) => review(sofar, id, now), queue);
  return offerAll(releaseOrphans(forgetRefusals(reviewed, now)), now, newId);
}

function review(queue: Queue, id: string, now: Date): Queue {
  const entry = queue.entries.find((one) => one.id === id);
  if (entry === undefined || !isLive(entry)) return queue;
  if (queue.charging.has(entry.registration)) {
    return withdrawn(queue, entry, over('FULFILLED', now));
  }
  if (isOffered(entry)) return reviewOffer(queue, entry, now);
  if (now.getTime() - entry.joinedAt.getTime() >= limits.waitingMs) {
    return withEntry(queue, { ...entry, ...over('EXPIRED', now) });
  }
  if (entry.snoozedUntil !== null && entry.snoozedUntil <= now) {
    return withEntry(queue, { ...entry, status: 'WAITING', snoozedUntil: null });
  }
  return queue;
}

function reviewOffer(queue: Queue, entry: Offered, now: Date): Queue {
  const { offer } = entry;
  // Whose connector is gone keeps the place: it is not their doing.
  const connector = queue.connectors.find(({ id }) => id === offer.connectorId);
  if (connector === undefined || isLost(connector, entry)) {
    return withdrawn(queue, entry, { status: 'WAITING' });
  }
  const deadline = offer.keptUntil ?? offer.expiresAt;
  return deadline > now ? queue : withdrawn(queue, entry, over('EXPIRED', now));
}

/** What a connector is while a cable is in and no session is on yet. */
const pluggedIn: readonly ConnectorStatus[] = ['BLOCKED', 'CHARGING', 'UNKNOWN'];

/** Whether a connector can no longer be had by the one to whom it was offered. */
function isLost(connector: QueueConnector, { status, offer, registration }: Offered): boolean {
  if (connector.reservation?.offerId !== offer.id || !connector.isOnline) return true;
  if (connector.session !== null) return true;
  // Somebody drove in before it was taken: nothing is kept until then.
  const isBlocked = connector.standing !== null && connector.standing !== registration;
  if (isBlocked && status === 'OFFERED') return true;
  if (connector.status === 'RESERVED') return false;
  // The cable is in: by the one who took it and stands there, or by somebody else.
  const isOwnCable = status === 'TAKEN' && connector.standing === registration;
  return !(isOwnCable && pluggedIn.includes(connector.status));
}

/** A refusal matters until charging hears itself who stands in the slot, and no longer than a while. */
function forgetRefusals(queue: Queue, now: Date): Queue {
  const isSeen = (slot: string) =>
    queue.connectors.some(({ slotId, standing }) => slotId === slot && standing !== null);
  const lasting = Object.entries(queue.refusedSlots).filter(
    ([slotId, until]) => until > now && !isSeen(slotId),
  );
  return { ...queue, refusedSlots: Object.fromEntries(lasting) };
}

/** Connectors that are kept for an offer which is no more. */
function releaseOrphans(queue: Queue): Queue {
  const offers = new Set(queue.entries.map(({ offer }) => offer?.id));
  return queue.connectors
    .filter(({ reservation }) => reservation !== null && !offers.has(reservation.offerId))
    .reduce((sofar, connector) => withConnector(sofar, freed(connector)), queue);
}

function offerAll(queue: Queue, now: Date, newId: () => string): Queue {
  if (!queue.isOpen) return queue;
  return queue.entries
    .filter(({ status }) => status === 'WAITING')
    .reduce((sofar, entry) => offer(sofar, entry, now, newId), queue);
}

/** The best free connector for an entry: the one where its vehicle stands already, then the strongest. */
function offer(queue: Queue, entry: QueueEntry, now: Date, newId: () => string): Queue {
  const free = queue.connectors.filter(
    (connector) => isFree(queue, connector) && suits(entry, connector),
  );
  const connector = free.find(({ standing }) => standing === entry.registration) ?? free[0];
  if (connector === undefined) return queue;
  const id = newId();
  const expiresAt = new Date(now.getTime() + limits.offerMs);
  const { id: connectorId, slotId } = connector;
  const made = { id, connectorId, slotId, offeredAt: now, expiresAt };
  const pending = { ...made, takenAt: null, keptUntil: null, isSlotKept: false };
  const after = withEntry(queue, {
    ...entry,
    status: 'OFFERED',
    offer: pending,
    lastOfferId: id,
  });
  const reservation = { registration: entry.registration, offerId: id, until: expiresAt };
  return withConnector(after, { ...connector, status: 'RESERVED', reservation });
}

/** Whether a connector can be offered: it is free, and so is its charger, which serves one vehicle at a time. */
export function isFree(queue: Queue, connector: QueueConnector): boolean {
  const { status, isOnline, slotId } = connector;
  if (status !== 'AVAILABLE' || !isOnline) return false;
  if (slotId !== null && slotId in queue.refusedSlots) return false;
  return queue.connectors.every(
    ({ chargerId, session, reservation, status: other }) =>
      chargerId !== connector.chargerId ||
      (session === null && reservation === null && other !== 'CHARGING' && other !== 'BLOCKED'),
  );
}
