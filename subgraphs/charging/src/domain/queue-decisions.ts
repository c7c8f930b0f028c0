import type { Actor } from '@voltpark/contracts';
import {
  accepted,
  invalidInput,
  notFound,
  notPermitted,
  refused,
  type Decision,
} from '@voltpark/kit/decision';
import {
  isLive,
  over,
  withConnector,
  withdrawn,
  withEntry,
  type Offer,
  type Queue,
  type QueueEntry,
} from './queue.js';
import { queueLimits as limits } from './queue-limits.js';
import type {
  AlreadyQueued,
  ChargingQueueClosed,
  ChargingQueueFull,
  NoCompatibleConnector,
  OfferGone,
  SnoozesUsedUp,
} from './queue-refusals.js';
import { mayUse } from './permission.js';
import type { InvalidInput, NotFound, NotPermitted, VehicleAlreadyCharging } from './refusals.js';
import type { ConnectorType } from './station.js';

export interface JoinQueue {
  readonly actor: Actor;
  /** Id of the entry that may come about. */
  readonly entryId: string;
  readonly registration: string;
  /** To whom the vehicle is linked. */
  readonly customerId: string | null;
  readonly connectorTypes: readonly ConnectorType[];
}

/** Whether a vehicle may wait for a charger, and the queue with it. */
export function decideJoin(
  queue: Queue,
  command: JoinQueue,
  now: Date,
): Decision<
  Queue,
  | NotPermitted
  | ChargingQueueClosed
  | VehicleAlreadyCharging
  | AlreadyQueued
  | NoCompatibleConnector
  | ChargingQueueFull
  | InvalidInput
> {
  const { actor, registration, customerId, connectorTypes } = command;
  if (!mayUse(actor, { customerId, tenantId: queue.tenantId })) {
    return refused(notPermitted('You may queue up with your own registered vehicles only.'));
  }
  if (!queue.isOpen) {
    const message = 'The facility does not offer to wait for a charger.';
    return refused({ type: 'ChargingQueueClosed', message });
  }
  if (connectorTypes.length === 0) {
    return refused(invalidInput('connectorTypes', 'Which connectors would do is not known.'));
  }
  const earlier = queue.entries.find((one) => isLive(one) && one.registration === registration);
  if (earlier !== undefined) {
    const message = 'The vehicle is in this queue already.';
    return refused({ type: 'AlreadyQueued', message, entryId: earlier.id });
  }
  const sessionId = queue.charging.get(registration);
  if (sessionId !== undefined) {
    const message = 'The vehicle is charging here already.';
    return refused({ type: 'VehicleAlreadyCharging', message, sessionId });
  }
  const present = new Set(queue.connectors.map(({ type }) => type));
  if (!connectorTypes.some((type) => present.has(type))) {
    const message = 'The facility has no such connector.';
    return refused({ type: 'NoCompatibleConnector', message, connectorTypes: [...present] });
  }
  const waiting = queue.entries.filter(isLive).length;
  if (waiting >= limits.entriesPerFacility) {
    return refused({ type: 'ChargingQueueFull', message: 'The queue is too long.', waiting });
  }
  const entries = [...queue.entries, joined(queue, command, now)];
  return accepted({ ...queue, entries, nextPlace: queue.nextPlace + 1 });
}

function joined(
  { facilityId, tenantId, nextPlace }: Queue,
  { entryId, registration, customerId, connectorTypes }: JoinQueue,
  now: Date,
): QueueEntry {
  return {
    id: entryId,
    facilityId,
    tenantId,
    registration,
    customerId,
    connectorTypes: [...new Set(connectorTypes)],
    status: 'WAITING',
    place: nextPlace,
    joinedAt: now,
    snoozes: 0,
    snoozedUntil: null,
    offer: null,
    lastOfferId: null,
    endedAt: null,
    position: null,
    estimatedWaitSeconds: null,
    version: 0,
  };
}

/** Gives up waiting, or what was offered or taken. Who is not in the queue any more is where they want to be. */
export function decideLeaveQueue(
  queue: Queue,
  entryId: string,
  actor: Actor,
  now: Date,
): Decision<Queue, NotFound> {
  const entry = mine(queue, entryId, actor);
  if (entry === null) return refused(notFound('ChargingQueueEntry', entryId));
  return isLive(entry) ? accepted(withdrawn(queue, entry, over('LEFT', now))) : accepted();
}

/** Lets an offer go to the next for a while; the place stays, behind those who are offered something meanwhile. */
export function decideSnooze(
  queue: Queue,
  command: { readonly offerId: string; readonly minutes: number; readonly actor: Actor },
  now: Date,
): Decision<Queue, NotFound | OfferGone | SnoozesUsedUp | InvalidInput> {
  const { least, most } = limits.snoozeMinutes;
  const { offerId, minutes, actor } = command;
  if (!Number.isInteger(minutes) || minutes < least || minutes > most) {
    return refused(invalidInput('minutes', `An offer is put off for ${least} to ${most} minutes.`));
  }
  const entry = offeredTo(queue, offerId, actor);
  if (entry === null) return refused(notFound('ChargingOffer', offerId));
  if (entry.status !== 'OFFERED' || !isOpenAt(entry.offer, now)) return refused(gone(entry));
  if (entry.snoozes >= limits.snoozes) {
    const message = `An offer is put off at most ${limits.snoozes} times.`;
    return refused({ type: 'SnoozesUsedUp', message, snoozes: entry.snoozes });
  }
  const snoozedUntil = new Date(now.getTime() + minutes * 60_000);
  const snoozed = { status: 'SNOOZED', snoozes: entry.snoozes + 1, snoozedUntil } as const;
  return accepted(withdrawn(queue, entry, snoozed));
}

/** Takes a connector that is offered: from then on it is kept for the vehicle. Taking it twice changes nothing. */
export function decideAccept(
  queue: Queue,
  offerId: string,
  actor: Actor,
  now: Date,
): Decision<Queue, NotFound | OfferGone> {
  const entry = offeredTo(queue, offerId, actor);
  if (entry === null) return refused(notFound('ChargingOffer', offerId));
  if (entry.status === 'TAKEN') return accepted();
  const { offer } = entry;
  const connector = queue.connectors.find(({ id }) => id === offer?.connectorId);
  if (offer === null || connector === undefined || !isOpenAt(offer, now)) {
    return refused(gone(entry));
  }
  return accepted(kept(queue, entry, offer, now, { takenAt: now }, limits.keepMs));
}

/** Parking keeps the slot of an offer that was taken. */
export function slotKept(queue: Queue, offerId: string): Queue {
  const entry = takenBy(queue, offerId);
  if (entry?.offer == null) return queue;
  return withEntry(queue, { ...entry, offer: { ...entry.offer, isSlotKept: true } });
}

/** Parking does not: the offer comes to nothing, its slot is not offered for a while, and the person keeps the place. */
export function slotRefused(queue: Queue, offerId: string, now: Date): Queue {
  const entry = takenBy(queue, offerId);
  if (entry?.offer == null) return queue;
  const { slotId } = entry.offer;
  const after = withdrawn(queue, entry, { status: 'WAITING' });
  if (slotId === null) return after;
  const until = new Date(now.getTime() + limits.refusedSlotMs);
  return { ...after, refusedSlots: { ...after.refusedSlots, [slotId]: until } };
}

/** The vehicle came: there is time to plug in. */
export function vehicleCame(queue: Queue, offerId: string, now: Date): Queue {
  const entry = takenBy(queue, offerId);
  if (entry?.offer == null) return queue;
  return kept(queue, entry, entry.offer, now, {}, limits.plugInMs);
}

/** Time was up by parking's clock. */
export function slotGivenUp(queue: Queue, offerId: string, now: Date): Queue {
  const entry = takenBy(queue, offerId);
  return entry === undefined ? queue : withdrawn(queue, entry, over('EXPIRED', now));
}

/** The queue with an offer that is kept for so long from now on, or for longer if it was. */
function kept(
  queue: Queue,
  entry: QueueEntry,
  offer: Offer,
  now: Date,
  change: Partial<Offer>,
  forMs: number,
): Queue {
  const until = Math.max(now.getTime() + forMs, offer.keptUntil?.getTime() ?? 0);
  const keptUntil = new Date(until);
  const after = withEntry(queue, {
    ...entry,
    status: 'TAKEN',
    offer: { ...offer, ...change, keptUntil },
  });
  const connector = after.connectors.find(({ id }) => id === offer.connectorId);
  if (connector?.reservation?.offerId !== offer.id) return after;
  return withConnector(after, {
    ...connector,
    reservation: { ...connector.reservation, until: keptUntil },
  });
}

const isOpenAt = (offer: Offer | null, now: Date) => offer !== null && now < offer.expiresAt;

const takenBy = (queue: Queue, offerId: string) =>
  queue.entries.find(({ status, offer }) => status === 'TAKEN' && offer?.id === offerId);

function mine(queue: Queue, entryId: string, actor: Actor): QueueEntry | null {
  const entry = queue.entries.find(({ id }) => id === entryId);
  return entry !== undefined && mayUse(actor, entry) ? entry : null;
}

function offeredTo(queue: Queue, offerId: string, actor: Actor): QueueEntry | null {
  const entry = queue.entries.find(({ lastOfferId }) => lastOfferId === offerId);
  return entry !== undefined && mayUse(actor, entry) ? entry : null;
}

const gone = ({ status }: QueueEntry): OfferGone => ({
  type: 'OfferGone',
  message: 'The offer is not to be had any more.',
  status,
});
