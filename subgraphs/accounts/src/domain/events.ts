import type { Account, ActiveAccount, InvitedAccount } from './account.js';
import type { ApiKey } from './api-key.js';
import type { ConsentEvent } from './consent.js';
import type { Customer } from './customer.js';
import type { ErasureEvent } from './erasure.js';
import type { Pass, PendingPass } from './pass.js';
import type { PassProduct } from './pass-product.js';
import type { PaymentMethod } from './payment-method.js';
import type { ActiveVehicle, RetiredVehicle } from './vehicle.js';

/**
 * Everything that happens in accounts and is worth a record. Some of it is published to other contexts, all of
 * it stands in the audit log.
 */
export type AccountsEvent =
  | {
      readonly type: 'CustomerSignedUp';
      readonly account: ActiveAccount;
      readonly customer: Customer;
    }
  | {
      readonly type: 'IdentityLinked';
      readonly account: ActiveAccount;
      readonly issuer: string;
      readonly subject: string;
    }
  | {
      readonly type: 'ProfileUpdated';
      readonly customer: Customer;
      readonly changedFields: readonly string[];
    }
  /** The person is being forgotten: nobody signs in to it any more. */
  | { readonly type: 'AccountClosed'; readonly account: Account }
  | ConsentEvent
  | ErasureEvent
  | { readonly type: 'PasswordChanged'; readonly account: ActiveAccount }
  | { readonly type: 'SessionReused'; readonly accountId: string; readonly tenantId: string | null }
  | { readonly type: 'VehicleRegistered'; readonly vehicle: ActiveVehicle }
  | {
      readonly type: 'VehicleUpdated';
      readonly before: ActiveVehicle;
      readonly vehicle: ActiveVehicle;
    }
  | { readonly type: 'VehicleRetired'; readonly vehicle: RetiredVehicle }
  | { readonly type: 'VehicleTransferOffered'; readonly vehicle: ActiveVehicle }
  | { readonly type: 'VehicleTransferCancelled'; readonly vehicle: ActiveVehicle }
  | {
      readonly type: 'VehicleTransferred';
      readonly vehicle: ActiveVehicle;
      readonly previousCustomerId: string;
    }
  | { readonly type: 'PaymentMethodAdded'; readonly paymentMethod: PaymentMethod }
  | {
      readonly type: 'DefaultPaymentMethodSet';
      readonly paymentMethod: PaymentMethod;
      readonly previousId: string | null;
    }
  | {
      readonly type: 'PaymentMethodRemoved';
      readonly paymentMethod: PaymentMethod;
      /** Which method becomes the default in its place, if it was. */
      readonly successorId: string | null;
    }
  | { readonly type: 'AdminBootstrapped'; readonly account: ActiveAccount }
  | { readonly type: 'StaffInvited'; readonly account: InvitedAccount }
  | { readonly type: 'InvitationAccepted'; readonly account: Account }
  | {
      readonly type: 'StaffRolesSet';
      readonly account: Account;
      readonly previousRoles: Account['roles'];
    }
  | { readonly type: 'StaffDeactivated'; readonly account: Account }
  | { readonly type: 'StaffReactivated'; readonly account: Account }
  | { readonly type: 'ApiKeyIssued'; readonly apiKey: ApiKey }
  | { readonly type: 'ApiKeyRevoked'; readonly apiKey: ApiKey }
  | { readonly type: 'PassProductOffered'; readonly product: PassProduct }
  | {
      readonly type: 'PassProductChanged';
      readonly before: PassProduct;
      readonly product: PassProduct;
    }
  | { readonly type: 'PassBought'; readonly pass: PendingPass }
  | { readonly type: 'PassChanged'; readonly before: Pass; readonly pass: Pass };

/** One kind of event. */
export type EventOf<Type extends AccountsEvent['type']> = Extract<AccountsEvent, { type: Type }>;
