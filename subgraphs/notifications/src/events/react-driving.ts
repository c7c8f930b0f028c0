import { chargingEvents, parkingEvents } from '@voltpark/contracts';
import type { Reaction } from '@voltpark/kit/backbone/reaction';
import { telling, type Reacting } from './reacting.js';

const {
  queuePositionChanged,
  sessionProposed,
  sessionStarted,
  sessionCompleted,
  sessionInterrupted,
  socThresholdReached,
  idleStarted,
} = chargingEvents;

/** What a charging session came to, as notices tell it. */
const outcomeOf = (data: {
  readonly registration: string;
  readonly energyWh: number;
  readonly socPercent: number | null;
  readonly cost: { readonly currency: string; readonly inclTax: string } | null;
}) => ({
  registration: data.registration,
  energy: data.energyWh,
  charge: data.socPercent,
  cost: data.cost === null ? null : { amount: data.cost.inclTax, currency: data.cost.currency },
});

/** Notices of parking: a vehicle came, and went. */
export function parkingReactions<Tx>(given: Reacting<Tx>): Reaction<Tx>[] {
  const { vehicleParked, vehicleLeft } = parkingEvents;
  return [
    telling(given, vehicleParked, ({ customerId, registration, slotNumber, enteredAt }) => ({
      ...{ kind: 'PARKED', customerId, at: enteredAt },
      facts: { registration, slot: slotNumber },
    })),
    telling(given, vehicleLeft, ({ customerId, registration, slotNumber, ...stay }) => ({
      ...{ kind: 'LEFT', customerId, at: stay.leftAt },
      facts: { registration, slot: slotNumber, duration: stay.durationSeconds },
    })),
  ];
}

/** Notices of charging. */
export function chargingReactions<Tx>(given: Reacting<Tx>): Reaction<Tx>[] {
  return [
    telling(given, sessionProposed, ({ customerId, registration, expiresAt }) => ({
      ...{ kind: 'CHARGING_PROPOSED', customerId, expiresAt },
      facts: { registration, until: expiresAt },
    })),
    telling(given, sessionStarted, ({ customerId, registration, startedAt }) => ({
      ...{ kind: 'CHARGING_STARTED', customerId, at: startedAt },
      facts: { registration },
    })),
    telling(given, sessionCompleted, (data) => ({
      ...{ kind: 'CHARGING_COMPLETED', customerId: data.customerId, at: data.endedAt },
      facts: outcomeOf(data),
    })),
    telling(given, sessionInterrupted, (data) => ({
      ...{ kind: 'CHARGING_INTERRUPTED', customerId: data.customerId, at: data.endedAt },
      facts: outcomeOf(data),
    })),
    telling(given, socThresholdReached, (data) => ({
      ...{ kind: 'CHARGE_REACHED', customerId: data.customerId, at: data.reachedAt },
      facts: outcomeOf(data),
    })),
    telling(given, idleStarted, (data) => ({
      ...{ kind: 'IDLE_STARTED', customerId: data.customerId, at: data.idleSince },
      facts: { ...outcomeOf(data), feeFrom: data.feeFrom },
    })),
    telling(given, queuePositionChanged, ({ status, offer, customerId, registration }) =>
      status !== 'OFFERED' || offer === null
        ? null
        : {
            // An offer may be told again with something else changed; it is one offer.
            ...{ kind: 'QUEUE_OFFERED', customerId, sourceId: offer.offerId },
            expiresAt: offer.expiresAt,
            facts: { registration, until: offer.expiresAt },
          },
    ),
  ];
}
