import type { Actor, SlotSize } from '@voltpark/contracts';
import { invalidInput } from '@voltpark/kit/decision';
import { promisedUntil } from '../domain/booking.js';
import { nearestAlternative } from '../domain/alternative.js';
import type { Facility } from '../domain/facility.js';
import { limits } from '../domain/limits.js';
import { decidePark, needsOf, type ParkCommand, type ParkState } from '../domain/park.js';
import { worksFor } from '../domain/permission.js';
import { readRegistration } from '../domain/registration.js';
import { preferredClasses } from '../domain/slot.js';
import { idempotencyKeyFault, keyReused } from './idempotency-key.js';
import type { Cause, OnceRequest, Ports } from './ports.js';

export interface ParkVehicleInput {
  readonly facilityId: string;
  readonly registration: string;
  readonly make?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly colour?: string | null | undefined;
  readonly size?: SlotSize | null | undefined;
  readonly isElectric?: boolean | null | undefined;
  readonly slotId?: string | null | undefined;
  readonly at?: Date | null | undefined;
  readonly idempotencyKey: string;
}

/** Lets a vehicle in. Whoever finds that somebody was faster decides anew on what is then true. */
export function parkVehicle({ clock, newId, gate, reads }: Ports) {
  return async (cause: Cause, input: ParkVehicleInput) => {
    const command = commandOf(input, cause.actor, newId(), clock.now());
    if ('message' in command) return command;
    const once: OnceRequest = {
      idempotencyKey: input.idempotencyKey,
      operation: 'parkVehicle',
      input,
    };
    const registration = command.registration.normalised;
    for (let attempt = 1; attempt <= limits.decisionAttempts; attempt += 1) {
      const { facilityId, slotId } = command;
      const state = await gate.loadPark(cause, once, {
        ...{ facilityId, registration, slotId },
        promisedUntil: promisedUntil(command.at),
      });
      if (state.earlier === 'OTHER') return keyReused(input.idempotencyKey);
      if (state.earlier === 'SAME') return again(reads, state.sessionId);
      const decision = decidePark(state, command, clock.now());
      if (decision.outcome === 'refused') {
        const { refusal } = decision;
        return refusal.type === 'FacilityFull'
          ? { ...refusal, ...(await alternative(gate, state, command)) }
          : refusal;
      }
      const [grant] = decision.events;
      if (grant === undefined) throw new Error('Parking is granted or refused.');
      // The first time past the slots that others are about to take, then with patience: what is free is found.
      const parked = await gate.park(cause, once, grant, attempt > 1);
      if (parked !== null) return { __typename: 'VehicleParked' as const, ...parked };
    }
    throw new Error(`Parking was not decided in ${limits.decisionAttempts} attempts.`);
  };
}

function commandOf(input: ParkVehicleInput, actor: Actor, sessionId: string, now: Date) {
  const keyFault = idempotencyKeyFault(input.idempotencyKey);
  if (keyFault !== null) return keyFault;
  const read = readRegistration(input.registration);
  if ('refusal' in read) return read.refusal;
  for (const field of ['make', 'model', 'colour'] as const) {
    if ((input[field]?.length ?? 0) > limits.describedLength) {
      return invalidInput(field, `At most ${limits.describedLength} characters.`);
    }
  }
  return {
    actor,
    sessionId,
    facilityId: input.facilityId,
    registration: read.registration,
    make: described(input.make),
    model: described(input.model),
    colour: described(input.colour),
    size: input.size ?? null,
    isElectric: input.isElectric ?? null,
    slotId: input.slotId ?? null,
    at: input.at ?? now,
  } satisfies ParkCommand;
}

const described = (text: string | null | undefined) => text?.trim() || null;

/** The same answer to the same request, without a second effect. */
async function again(reads: Ports['reads'], sessionId: string) {
  const everything = { all: true, tenantId: null, customerId: null };
  const [session] = await reads.sessions([sessionId], everything);
  const [slot] = session === undefined ? [] : await reads.slots([session.slotId]);
  if (session === undefined || slot === undefined) throw new Error('A granted stay is gone.');
  return { __typename: 'VehicleParked' as const, session, slot };
}

async function alternative(gate: Ports['gate'], state: ParkState, command: ParkCommand) {
  const facility = state.facility as Facility;
  const needs = needsOf(state, command, worksFor(command.actor, facility.tenantId));
  if ('type' in needs) return { alternative: null };
  // Other facilities may be lenient where this one is strict, so every class that could do is asked for.
  const classes = preferredClasses(needs, 'LENIENT');
  const candidates = await gate.withRoom(facility, classes, limits.alternativesConsidered);
  return { alternative: nearestAlternative(facility, candidates, needs, command.at) };
}
