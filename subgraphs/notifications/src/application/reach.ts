import { may, type Actor } from '@voltpark/contracts';

/**
 * Whose notices somebody may see: those for a customer, those of a tenant, everybody's. Several may be true of one
 * person; nothing of it: none.
 */
export interface Reach {
  readonly customerId: string | null;
  readonly tenantId: string | null;
  readonly isUnlimited: boolean;
}

/** The reach of an actor. */
export function reachOf(actor: Actor): Reach {
  const isStaff = may(actor, 'notifications:send');
  return {
    customerId: actor.customerId,
    tenantId: isStaff ? actor.tenantId : null,
    isUnlimited: isStaff && actor.roles.includes('ADMIN'),
  };
}

/** For what this context does by itself. */
export const unlimited: Reach = { customerId: null, tenantId: null, isUnlimited: true };
