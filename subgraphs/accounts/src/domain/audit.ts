import { unreachable } from '@voltpark/kit/decision';
import type { Account } from './account.js';
import { field, touched, type AuditChange, type AuditSubject } from './audit-fields.js';
import { auditOfPass } from './audit-pass.js';
import { auditOfPrivacy } from './audit-privacy.js';
import { changedFields } from './describe-vehicle.js';
import type { AccountsEvent } from './events.js';
import type { Vehicle } from './vehicle.js';

export type { AuditChange, AuditSubject, Recorded } from './audit-fields.js';

/** One entry of the audit log. */
export interface AuditEntry extends AuditSubject {
  readonly id: string;
  readonly occurredAt: Date;
  readonly actorId: string;
  readonly correlationId: string | null;
  /** The event that told of it, for changes in other contexts. */
  readonly eventId: string | null;
}

const ofVehicle = (
  action: string,
  vehicle: Vehicle,
  changes: readonly AuditChange[],
): AuditSubject => ({
  action: `accounts.vehicle.${action}`,
  entityType: 'Vehicle',
  entityId: vehicle.id,
  tenantId: null,
  changes,
});

const ofAccount = (
  action: string,
  account: Pick<Account, 'id' | 'tenantId'>,
  changes: readonly AuditChange[],
): AuditSubject => ({
  action: `accounts.${action}`,
  entityType: 'Account',
  entityId: account.id,
  tenantId: account.tenantId,
  changes,
});

const ofCustomers = (
  action: string,
  entityType: string,
  entityId: string,
  changes: readonly AuditChange[],
): AuditSubject => ({
  action: `accounts.${action}`,
  entityType,
  entityId,
  tenantId: null,
  changes,
});

/** Fields of a vehicle that may be told with their values. */
const tellable = ['type', 'size', 'isElectric', 'connectorTypes', 'batteryWh'] as const;

function vehicleChanges(before: Vehicle, after: Vehicle): AuditChange[] {
  return changedFields(before, after).map((name) => {
    const told = tellable.find((candidate) => candidate === name);
    return told === undefined ? field(name) : field(name, before[told], after[told]);
  });
}

/** What the audit log says of an event. */
export function auditOf(event: AccountsEvent): AuditSubject {
  switch (event.type) {
    case 'CustomerSignedUp':
      return ofCustomers('customer.signed_up', 'Customer', event.customer.id, [
        field('accountId', null, event.customer.accountId),
        ...touched('displayName', 'email'),
      ]);
    case 'ProfileUpdated':
      return ofCustomers(
        'customer.profile_updated',
        'Customer',
        event.customer.id,
        touched(...event.changedFields),
      );
    case 'IdentityLinked':
      return ofAccount('identity.linked', event.account, [field('issuer', null, event.issuer)]);
    case 'ConsentDecided':
    case 'PreferenceSet':
    case 'AccountClosed':
    case 'ErasureRequested':
    case 'ErasureBegun':
    case 'ErasureSealed':
    case 'ErasureWithdrawn':
    case 'CustomerErased':
      return auditOfPrivacy(event);
    case 'PasswordChanged':
      return ofAccount('password.changed', event.account, touched('password'));
    case 'SessionReused':
      return ofAccount(
        'session.ended_for_reuse',
        { id: event.accountId, tenantId: event.tenantId },
        touched('sessions'),
      );
    case 'VehicleRegistered':
    case 'VehicleUpdated':
    case 'VehicleRetired':
    case 'VehicleTransferOffered':
    case 'VehicleTransferCancelled':
    case 'VehicleTransferred':
      return auditOfVehicle(event);
    case 'PaymentMethodAdded':
    case 'DefaultPaymentMethodSet':
    case 'PaymentMethodRemoved':
      return auditOfPaymentMethod(event);
    case 'AdminBootstrapped':
    case 'StaffInvited':
    case 'InvitationAccepted':
    case 'StaffRolesSet':
    case 'StaffDeactivated':
    case 'StaffReactivated':
      return auditOfStaff(event);
    case 'ApiKeyIssued':
    case 'ApiKeyRevoked':
      return auditOfApiKey(event);
    case 'PassProductOffered':
    case 'PassProductChanged':
    case 'PassBought':
    case 'PassChanged':
      return auditOfPass(event);
    default:
      return unreachable(event);
  }
}

type EventOf<Prefix extends string> = Extract<AccountsEvent, { type: `${Prefix}${string}` }>;

function auditOfVehicle(event: EventOf<'Vehicle'>): AuditSubject {
  const { vehicle } = event;
  switch (event.type) {
    case 'VehicleRegistered':
      return ofVehicle('registered', vehicle, [
        ...touched('registration'),
        field('customerId', null, vehicle.customerId),
      ]);
    case 'VehicleUpdated':
      return ofVehicle('updated', vehicle, vehicleChanges(event.before, event.vehicle));
    case 'VehicleRetired':
      return ofVehicle('retired', vehicle, [field('status', 'ACTIVE', 'RETIRED')]);
    case 'VehicleTransferOffered':
      return ofVehicle('transfer_offered', vehicle, touched('offer'));
    case 'VehicleTransferCancelled':
      return ofVehicle('transfer_cancelled', vehicle, touched('offer'));
    case 'VehicleTransferred':
      return ofVehicle('transferred', vehicle, [
        field('customerId', event.previousCustomerId, vehicle.customerId),
      ]);
    default:
      return unreachable(event);
  }
}

function auditOfPaymentMethod(
  event: Extract<AccountsEvent, { paymentMethod: unknown }>,
): AuditSubject {
  const { paymentMethod } = event;
  const of = (action: string, changes: readonly AuditChange[]) =>
    ofCustomers(`payment_method.${action}`, 'PaymentMethod', paymentMethod.id, changes);
  const owner = paymentMethod.customerId;
  switch (event.type) {
    case 'PaymentMethodAdded':
      return of('added', [
        field('customerId', null, owner),
        field('kind', null, paymentMethod.kind),
        field('isDefault', null, paymentMethod.isDefault),
      ]);
    case 'DefaultPaymentMethodSet':
      return of('made_default', [field('default', event.previousId, paymentMethod.id)]);
    case 'PaymentMethodRemoved':
      return of('removed', [field('customerId', owner, null)]);
    default:
      return unreachable(event);
  }
}

function auditOfStaff(
  event: Extract<AccountsEvent, { account: unknown }> & {
    type: `${'Staff' | 'Admin' | 'Inv'}${string}`;
  },
): AuditSubject {
  const { account } = event;
  switch (event.type) {
    case 'AdminBootstrapped':
      return ofAccount('admin.bootstrapped', account, [field('roles', null, account.roles)]);
    case 'StaffInvited':
      return ofAccount('staff.invited', account, [
        ...touched('email', 'displayName'),
        field('roles', null, account.roles),
      ]);
    case 'InvitationAccepted':
      return ofAccount('staff.invitation_accepted', account, [
        field('status', 'INVITED', 'ACTIVE'),
      ]);
    case 'StaffRolesSet':
      return ofAccount('staff.roles_set', account, [
        field('roles', event.previousRoles, account.roles),
      ]);
    case 'StaffDeactivated':
      return ofAccount('staff.deactivated', account, [field('status', null, account.status)]);
    case 'StaffReactivated':
      return ofAccount('staff.reactivated', account, [
        field('status', 'DEACTIVATED', account.status),
      ]);
    default:
      return unreachable(event);
  }
}

function auditOfApiKey(event: EventOf<'ApiKey'>): AuditSubject {
  const { apiKey } = event;
  const isNew = event.type === 'ApiKeyIssued';
  return {
    action: isNew ? 'accounts.api_key.issued' : 'accounts.api_key.revoked',
    entityType: 'ApiKey',
    entityId: apiKey.id,
    tenantId: apiKey.tenantId,
    changes: isNew
      ? [
          field('role', null, apiKey.role),
          field('scopes', null, apiKey.scopes),
          field('expiresAt', null, apiKey.expiresAt?.toISOString() ?? null),
          ...touched('name', 'secret'),
        ]
      : [field('revokedAt', null, apiKey.revokedAt?.toISOString() ?? null)],
  };
}
