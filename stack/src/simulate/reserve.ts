import { newId } from '@voltpark/kit/ids';
import { textAt } from '../person.js';
import type { Car } from './car.js';
import type { Place, Terms } from './places.js';
import { visit, type World } from './visit.js';

/** How often what happens: who books, and of those who calls it off or just does not come. */
const odds = { books: 0.1, callsOff: 0.1, staysAway: 0.15 } as const;
/** So far ahead people book, in seconds; and so long before the window or into it they come. */
const ahead = [45, 240] as const;
const around = [-60, 60] as const;
const confirmAttempts = 20;

/** One car that comes along: most of them just so, some on a reservation. */
export async function comes(world: World, place: Place, car: Car): Promise<void> {
  const { chance } = world;
  if (place.terms === null || !chance.happens(odds.books)) return visit(world, place, car);
  const booked = await book(world, place, place.terms, car);
  // Who cannot book tries their luck.
  if (booked === null) return visit(world, place, car);
  world.count('booked');
  if (chance.happens(odds.callsOff)) {
    await world.pause(chance.between(5, 30));
    await world.operator.try('cancelReservation', { reservationId: booked.id, reason: 'Rain.' });
    return world.count('called off');
  }
  if (chance.happens(odds.staysAway)) return world.count('never came');
  const arrival = booked.startsAt.getTime() + chance.between(...around) * 1_000;
  await world.pause(Math.max(0, arrival - Date.now()) / 1_000);
  return visit(world, place, car);
}

/**
 * A window that the terms allow.
 * @param from the instant from which on it may begin
 * @param seconds how long the stay is going to be
 */
export function windowFor(
  { minMinutes, stepMinutes }: Terms,
  from: Date,
  seconds: number,
): { readonly startsAt: Date; readonly endsAt: Date } {
  const step = Math.max(stepMinutes, 1) * 60_000;
  const startsAt = stepMinutes === 0 ? from : new Date(Math.ceil(from.getTime() / step) * step);
  const length = Math.ceil(Math.max(minMinutes * 60_000, seconds * 1_000) / step) * step;
  return { startsAt, endsAt: new Date(startsAt.getTime() + length) };
}

/** Books a slot by telephone: the operator does it for somebody without an account. Null: there is none to be had. */
async function book(
  { operator, chance, staySeconds, pause }: World,
  { facilityId }: Place,
  terms: Terms,
  { registration, size, battery }: Car,
): Promise<{ readonly id: string; readonly startsAt: Date } | null> {
  const from = new Date(Date.now() + chance.between(...ahead) * 1_000);
  const { startsAt, endsAt } = windowFor(terms, from, staySeconds * 2);
  const created = await operator.try(
    'createReservation',
    {
      ...{ facilityId, registration, size, isElectric: battery !== undefined },
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      idempotencyKey: newId(),
    },
    '... on ReservationCreated { reservation { id } }',
  );
  if (created.__typename !== 'ReservationCreated') return null;
  const id = textAt(created, 'reservation', 'id');
  for (let attempt = 0; attempt < confirmAttempts; attempt += 1) {
    const confirmed = await operator.try('confirmReservation', { reservationId: id });
    if (confirmed.__typename === 'ReservationConfirmed') return { id, startsAt };
    // Parking has not said yet whether the slot can be kept.
    if (confirmed.__typename !== 'ReservationNotReady') return null;
    await pause(0.25);
  }
  return null;
}
