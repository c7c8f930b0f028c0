import { may, type Actor } from '@voltpark/contracts';
import type { Customer } from './customer.js';
import type { Vehicle } from './vehicle.js';

/**
 * How much of a customer somebody sees. FULL: themselves and an ADMIN. NAME: staff, who get no address, number,
 * payment method or other vehicle. NOTHING: everybody else.
 */
export type Sight = 'FULL' | 'NAME' | 'NOTHING';

/** How much of this customer, and of what is theirs, the actor sees. */
export function sightOf(actor: Actor, customerId: string | null): Sight {
  if (actor.roles.includes('ADMIN')) return 'FULL';
  if (customerId !== null && actor.customerId === customerId) return 'FULL';
  return may(actor, 'vehicles:read') ? 'NAME' : 'NOTHING';
}

/** A customer as somebody in particular sees it. What hangs on it is seen by the same. */
export interface CustomerView {
  readonly seenBy: Actor;
  readonly id: string;
  readonly displayName: string;
  /** Null when it is not for the one who looks. */
  readonly confidential: {
    readonly email: string | null;
    readonly phone: string | null;
    readonly locale: string;
    readonly memberSince: Date;
  } | null;
}

/** The customer as the actor sees it, or null. */
export function viewCustomer(actor: Actor, customer: Customer): CustomerView | null {
  const sight = sightOf(actor, customer.id);
  if (sight === 'NOTHING') return null;
  return {
    seenBy: actor,
    id: customer.id,
    displayName: customer.displayName,
    confidential:
      sight === 'FULL'
        ? {
            email: customer.email,
            phone: customer.phone,
            locale: customer.locale,
            memberSince: customer.createdAt,
          }
        : null,
  };
}

/** A vehicle as somebody in particular sees it: its open offer is for its owner alone. */
export type VehicleView = Omit<Vehicle, 'offer'> & {
  readonly seenBy: Actor;
  readonly offer: { readonly offeredAt: Date; readonly expiresAt: Date } | null;
};

/** The vehicle as the actor sees it, or null. */
export function viewVehicle(actor: Actor, vehicle: Vehicle, now: Date): VehicleView | null {
  if (sightOf(actor, vehicle.customerId) === 'NOTHING') return null;
  const isOwner = vehicle.customerId !== null && actor.customerId === vehicle.customerId;
  const offer = vehicle.status === 'ACTIVE' ? vehicle.offer : null;
  return {
    ...vehicle,
    seenBy: actor,
    offer:
      isOwner && offer !== null && offer.expiresAt > now
        ? { offeredAt: offer.offeredAt, expiresAt: offer.expiresAt }
        : null,
  };
}

/** The one who asks, as told to that one. */
export interface MeView {
  readonly actor: Actor;
  readonly displayName: string | null;
  readonly email: string | null;
}
