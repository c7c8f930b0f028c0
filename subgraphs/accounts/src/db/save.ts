import { unreachable } from '@voltpark/kit/decision';
import type { Account } from '../domain/account.js';
import type { AccountsEvent, EventOf } from '../domain/events.js';
import type { Vehicle } from '../domain/vehicle.js';
import { applyConsentEvent } from './consent-store.js';
import { applyErasureEvent } from './erasure-store.js';
import { accountColumns, vehicleColumns } from './rows.js';
import { applyPassEvent } from './save-pass.js';
import type { Db } from './tx.js';

async function updateAccount(tx: Db, account: Account): Promise<void> {
  const { id, ...columns } = accountColumns(account);
  await tx.account.update({ where: { id }, data: columns });
}

async function updateVehicle(tx: Db, vehicle: Vehicle): Promise<void> {
  const { id, ...columns } = vehicleColumns(vehicle);
  await tx.vehicle.update({ where: { id }, data: columns });
}

async function addCustomer(
  tx: Db,
  { account, customer }: EventOf<'CustomerSignedUp'>,
): Promise<void> {
  await tx.account.create({ data: accountColumns(account) });
  const { id, accountId, phone, createdAt, version } = customer;
  await tx.customer.create({ data: { id, accountId, phone, createdAt, version } });
}

async function updateProfile(tx: Db, { customer }: EventOf<'ProfileUpdated'>): Promise<void> {
  const { id, accountId, phone, displayName, locale, version } = customer;
  await tx.account.update({ where: { id: accountId }, data: { displayName, locale } });
  await tx.customer.update({ where: { id }, data: { phone, version } });
}

/** Clears the old default before there is a new one, as there may never be two. */
async function moveDefault(tx: Db, customerId: string, id: string | null): Promise<void> {
  await tx.paymentMethod.updateMany({
    where: { customerId, isDefault: true },
    data: { isDefault: false },
  });
  if (id !== null) await tx.paymentMethod.update({ where: { id }, data: { isDefault: true } });
}

/** Upserts by code: an invitation is a new account, or the same one once more. */
async function invite(tx: Db, { account }: EventOf<'StaffInvited'>): Promise<void> {
  const columns = accountColumns(account);
  await tx.account.upsert({ where: { id: account.id }, create: columns, update: columns });
}

async function applyPaymentMethodEvent(
  tx: Db,
  event: EventOf<'PaymentMethodAdded' | 'DefaultPaymentMethodSet' | 'PaymentMethodRemoved'>,
): Promise<void> {
  switch (event.type) {
    case 'PaymentMethodAdded': {
      const { paymentMethod } = event;
      if (paymentMethod.isDefault) await moveDefault(tx, paymentMethod.customerId, null);
      await tx.paymentMethod.create({ data: paymentMethod });
      return;
    }
    case 'DefaultPaymentMethodSet':
      return moveDefault(tx, event.paymentMethod.customerId, event.paymentMethod.id);
    case 'PaymentMethodRemoved':
      await tx.paymentMethod.delete({ where: { id: event.paymentMethod.id } });
      if (event.successorId !== null) {
        await moveDefault(tx, event.paymentMethod.customerId, event.successorId);
      }
      return;
    default:
      return unreachable(event);
  }
}

/** Brings the tables to the state that an event leads to. */
export async function applyEvent(tx: Db, event: AccountsEvent): Promise<void> {
  switch (event.type) {
    case 'CustomerSignedUp':
      return addCustomer(tx, event);
    case 'IdentityLinked': {
      const { issuer, subject, account } = event;
      await tx.externalIdentity.create({
        data: { issuer, subject, accountId: account.id, linkedAt: account.createdAt },
      });
      return;
    }
    case 'ProfileUpdated':
      return updateProfile(tx, event);
    case 'SessionReused':
      return;
    case 'VehicleRegistered':
      await tx.vehicle.create({ data: vehicleColumns(event.vehicle) });
      return;
    case 'VehicleUpdated':
    case 'VehicleRetired':
    case 'VehicleTransferOffered':
    case 'VehicleTransferCancelled':
    case 'VehicleTransferred':
      return updateVehicle(tx, event.vehicle);
    case 'PaymentMethodAdded':
    case 'DefaultPaymentMethodSet':
    case 'PaymentMethodRemoved':
      return applyPaymentMethodEvent(tx, event);
    case 'AdminBootstrapped':
      await tx.account.create({ data: accountColumns(event.account) });
      return;
    case 'StaffInvited':
      return invite(tx, event);
    case 'ConsentDecided':
    case 'PreferenceSet':
      return applyConsentEvent(tx, event);
    case 'ErasureRequested':
    case 'ErasureBegun':
    case 'ErasureSealed':
    case 'ErasureWithdrawn':
    case 'CustomerErased':
      return applyErasureEvent(tx, event);
    case 'AccountClosed':
    case 'PasswordChanged':
    case 'InvitationAccepted':
    case 'StaffRolesSet':
    case 'StaffDeactivated':
    case 'StaffReactivated':
      return updateAccount(tx, event.account);
    case 'ApiKeyIssued':
      await tx.apiKey.create({ data: { ...event.apiKey, scopes: [...event.apiKey.scopes] } });
      return;
    case 'ApiKeyRevoked':
      await tx.apiKey.update({
        where: { id: event.apiKey.id },
        data: { revokedAt: event.apiKey.revokedAt },
      });
      return;
    case 'PassProductOffered':
    case 'PassProductChanged':
    case 'PassBought':
    case 'PassChanged':
      return applyPassEvent(tx, event);
    default:
      return unreachable(event);
  }
}
