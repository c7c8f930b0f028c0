import { chargingEvents, normaliseRegistration, registrationSchema } from '@voltpark/contracts';
import { accepted, invalidInput, notFound, type Decision } from '@voltpark/kit/decision';
import {
  decideAccept,
  decideJoin,
  decideLeaveQueue,
  decideSnooze,
} from '../domain/queue-decisions.js';
import { queueLimits } from '../domain/queue-limits.js';
import type { Queue } from '../domain/queue.js';
import type { ConnectorType } from '../domain/station.js';
import { changeQueue } from './change-queue.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import { followChargers } from './follow-chargers.js';
import { followQueuePosition } from './follow-queue.js';
import type { TimeTask } from './keep-time.js';
import { systemCause, type Cause, type Ports, type Stores } from './ports.js';

export interface JoinChargingQueueInput {
  readonly facilityId: string;
  readonly registration: string;
  readonly connectorTypes?: readonly ConnectorType[] | null | undefined;
  readonly idempotencyKey: string;
}

/** A vehicle begins to wait for a charger; when one is free, it is offered at once. */
export function joinChargingQueue(ports: Ports) {
  return async (cause: Cause, input: JoinChargingQueueInput) => {
    const { facilityId, idempotencyKey } = input;
    const keyFault = idempotencyKeyRefusal(idempotencyKey);
    if (keyFault !== null) return keyFault;
    const registration = normaliseRegistration(input.registration);
    if (!registrationSchema.safeParse(registration).success) {
      return invalidInput('registration', 'A registration has 2 to 12 letters and digits.');
    }
    return ports.transact(cause, (stores) =>
      stores.once({ idempotencyKey, operation: 'joinChargingQueue', input }, async () => {
        const facility = await stores.queues.facility(facilityId);
        if (facility === null) return notFound('Facility', facilityId);
        const vehicle = await stores.known.vehicle(registration);
        const entryId = ports.newId();
        const connectorTypes = input.connectorTypes ?? knownTypes(vehicle?.connectorTypes ?? []);
        const customerId = vehicle?.customerId ?? null;
        const command = { actor: cause.actor, entryId, registration, customerId, connectorTypes };
        const refusal = await changeQueue(ports, stores, facility, (queue, now) =>
          decideJoin(queue, command, now),
        );
        return refusal ?? { __typename: 'ChargingQueueJoined' as const, entryId };
      }),
    );
  };
}

const names: ReadonlySet<string> = new Set(chargingEvents.connectorTypeSchema.options);
const knownTypes = (types: readonly string[]): ConnectorType[] =>
  types.filter((type): type is ConnectorType => names.has(type));

/** Gives up waiting, or what was offered or taken. */
export function leaveChargingQueue(ports: Ports) {
  return (cause: Cause, { entryId }: { readonly entryId: string }) =>
    changing(ports, cause, { entryId }, 'ChargingQueueLeft', (queue, now) =>
      decideLeaveQueue(queue, entryId, cause.actor, now),
    );
}

/** Lets an offer go to the next for a while. */
export function snoozeOffer(ports: Ports) {
  return (
    cause: Cause,
    {
      offerId,
      minutes,
    }: { readonly offerId: string; readonly minutes?: number | null | undefined },
  ) => {
    const command = {
      offerId,
      minutes: minutes ?? queueLimits.snoozeMinutes.usual,
      actor: cause.actor,
    };
    return changing(ports, cause, { offerId }, 'OfferSnoozed', (queue, now) =>
      decideSnooze(queue, command, now),
    );
  };
}

/** Takes what is offered. */
export function acceptOffer(ports: Ports) {
  return (cause: Cause, { offerId }: { readonly offerId: string }) =>
    changing(ports, cause, { offerId }, 'OfferAccepted', (queue, now) =>
      decideAccept(queue, offerId, cause.actor, now),
    );
}

/** Decides about an entry in the queue in which it is. */
function changing<const Name extends string, Refusal>(
  ports: Ports,
  cause: Cause,
  of: { readonly entryId: string } | { readonly offerId: string },
  __typename: Name,
  decide: (queue: Queue, now: Date) => Decision<Queue, Refusal>,
) {
  return ports.transact(cause, async (stores) => {
    const found = await stores.queues.whereIs(of);
    const facility = found === null ? null : await stores.queues.facility(found.facilityId);
    if (found === null || facility === null) {
      return 'entryId' in of
        ? notFound('ChargingQueueEntry', of.entryId)
        : notFound('ChargingOffer', of.offerId);
    }
    const refusal = await changeQueue(ports, stores, facility, decide, found.entryId);
    return refusal ?? { __typename, entryId: found.entryId };
  });
}

/** Lets everything happen in a queue that follows from what was heard meanwhile. */
export async function lookAtQueue(
  tools: Pick<Ports, 'clock' | 'newId'>,
  stores: Stores,
  facilityId: string,
): Promise<void> {
  if (!(await stores.queues.hasLive(facilityId))) return;
  const facility = await stores.queues.facility(facilityId);
  if (facility !== null) await changeQueue(tools, stores, facility, () => accepted());
}

/** Keeps what parking said of the slot of an offer. */
export async function hearOfHold(
  tools: Pick<Ports, 'clock' | 'newId'>,
  stores: Stores,
  offerId: string,
  said: (queue: Queue, offerId: string, now: Date) => Queue,
): Promise<void> {
  const found = await stores.queues.whereIs({ offerId });
  const facility = found === null ? null : await stores.queues.facility(found.facilityId);
  if (facility === null) return;
  await changeQueue(tools, stores, facility, (queue, now) => accepted(said(queue, offerId, now)));
}

/** Keeps what parking said of a slot that is kept for somebody who does not wait here. */
export async function hearOfSlot(
  tools: Pick<Ports, 'clock' | 'newId'>,
  stores: Stores,
  facilityId: string,
  said: (queue: Queue, now: Date) => Queue,
): Promise<void> {
  const facility = await stores.queues.facility(facilityId);
  if (facility === null) return;
  await changeQueue(tools, stores, facility, (queue, now) => accepted(said(queue, now)));
}

/** What happens in queues by itself: offers run out, snoozes end, nobody comes. */
export function queues(ports: Ports): TimeTask {
  const look = (facilityId: string) =>
    ports.transact(systemCause, (stores) => lookAtQueue(ports, stores, facilityId));
  return {
    name: 'queues for chargers',
    async run() {
      const due = await ports.reads.queues.due(ports.clock.now(), queueLimits.queuesPerRound);
      for (const facilityId of due) await look(facilityId);
    },
  };
}

/** What one can ask of the queue for a charger, and of chargers as they are. */
export function queueUseCases(ports: Ports) {
  return {
    joinChargingQueue: joinChargingQueue(ports),
    leaveChargingQueue: leaveChargingQueue(ports),
    snoozeOffer: snoozeOffer(ports),
    acceptOffer: acceptOffer(ports),
    followQueuePosition: followQueuePosition(ports),
    followChargers: followChargers(ports),
  };
}
