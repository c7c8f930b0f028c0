import { normaliseRegistration } from '@voltpark/contracts';
import type { Account } from '../domain/account.js';
import type { ApiKey } from '../domain/api-key.js';
import type { AuditEntry } from '../domain/audit.js';
import type { PaymentMethod } from '../domain/payment-method.js';
import { viewVehicle, type CustomerView, type MeView, type VehicleView } from '../domain/sight.js';
import type { Cause, Ports } from './ports.js';
import { reachOf } from '@voltpark/kit/reach';
import { reachWithin } from './reach.js';
import { passLookups } from './read-passes.js';
import type { AuditCriteria, Slice, VehicleCriteria } from './stores.js';

/** The one who asks, or null without credentials. */
export function readMe({ reads }: Ports) {
  return async ({ actor }: Cause): Promise<MeView | null> => {
    switch (actor.kind) {
      case 'ANONYMOUS':
      case 'SYSTEM':
        return null;
      case 'API_KEY': {
        const apiKey = await reads.apiKeys.byId(actor.id, reachOf(actor));
        return { actor, displayName: apiKey?.name ?? null, email: null };
      }
      default: {
        const account = await reads.accounts.byId(actor.id);
        return {
          actor,
          displayName: account?.displayName ?? null,
          email: account?.email ?? null,
        };
      }
    }
  };
}

/** Rows by key, as they are: `viewCustomer` and `viewVehicle` say what of them may be seen. */
export function seeing({ reads }: Pick<Ports, 'reads'>) {
  const { customers, vehicles } = reads;
  return {
    ...passLookups({ reads }),
    customersByIds: customers.byIds,
    vehiclesByIds: vehicles.byIds,
    vehiclesByRegistrations: vehicles.byRegistrations,
  };
}
export type Seeing = ReturnType<typeof seeing>;

/** The signed-in customer's vehicles. */
export function listMyVehicles({ reads, clock }: Ports) {
  return async ({ actor }: Cause, slice: Slice<string>): Promise<VehicleView[]> => {
    if (actor.customerId === null) return [];
    const vehicles = await reads.vehicles.find({ customerId: actor.customerId }, slice);
    return vehicles.flatMap((vehicle) => viewVehicle(actor, vehicle, clock.now()) ?? []);
  };
}

/** Vehicles of a customer, for whoever sees all of the customer; nothing for others. */
export function listVehiclesOf({ reads, clock }: Ports) {
  return async (
    { seenBy, id, confidential }: CustomerView,
    slice: Slice<string>,
  ): Promise<VehicleView[]> => {
    if (confidential === null) return [];
    const vehicles = await reads.vehicles.find({ customerId: id }, slice);
    return vehicles.flatMap((vehicle) => viewVehicle(seenBy, vehicle, clock.now()) ?? []);
  };
}

/** Payment methods of a customer, for whoever sees all of the customer; nothing for others. */
export function listPaymentMethodsOf({ reads }: Ports) {
  return async (
    { id, confidential }: CustomerView,
    slice: Slice<string>,
  ): Promise<PaymentMethod[]> => (confidential === null ? [] : reads.paymentMethods.of(id, slice));
}

/** Vehicles of the whole network, for staff. */
export function searchVehicles({ reads, clock }: Ports) {
  return async (
    { actor }: Cause,
    criteria: VehicleCriteria,
    slice: Slice<string>,
  ): Promise<VehicleView[]> => {
    const prefix = normaliseRegistration(criteria.registrationPrefix ?? '');
    // No registration has other characters, and some of them are patterns to a database.
    if (!/^[\p{L}\p{N}]*$/u.test(prefix)) return [];
    const vehicles = await reads.vehicles.find(
      { ...criteria, registrationPrefix: prefix === '' ? undefined : prefix },
      slice,
    );
    return vehicles.flatMap((vehicle) => viewVehicle(actor, vehicle, clock.now()) ?? []);
  };
}

/** Staff of a tenant, or of the network. */
export function listStaff({ reads }: Ports) {
  return ({ actor }: Cause, tenantId: string | null, slice: Slice<string>): Promise<Account[]> => {
    const wanted = tenantId ?? actor.tenantId;
    return wanted === null
      ? reads.accounts.staff(reachOf(actor), true, slice)
      : reads.accounts.staff(reachWithin(actor, wanted), false, slice);
  };
}

/** API keys of a tenant, or all that the actor reaches. */
export function listApiKeys({ reads }: Ports) {
  return ({ actor }: Cause, tenantId: string | null, slice: Slice<string>): Promise<ApiKey[]> =>
    reads.apiKeys.list(tenantId === null ? reachOf(actor) : reachWithin(actor, tenantId), slice);
}

/** Entries of the audit log that the actor reaches. */
export function readAuditLog({ reads }: Ports) {
  return (
    { actor }: Cause,
    { tenantId, ...criteria }: AuditCriteria & { readonly tenantId: string | null },
    slice: Slice<readonly [occurredAt: Date, id: string]>,
  ): Promise<AuditEntry[]> =>
    reads.audit.find(
      criteria,
      tenantId === null ? reachOf(actor) : reachWithin(actor, tenantId),
      slice,
    );
}
