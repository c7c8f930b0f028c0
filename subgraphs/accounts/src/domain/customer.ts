import type { ActiveAccount } from './account.js';

/** Somebody who parks. Name, address and language are those of the account. */
export interface Customer {
  readonly id: string;
  readonly accountId: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly locale: string;
  readonly phone: string | null;
  readonly createdAt: Date;
  /** Counts the published events of this customer. */
  readonly version: number;
}

/** What a customer may change of it. A field that is undefined stays. */
export interface ProfileChange {
  readonly displayName: string | undefined;
  readonly locale: string | undefined;
  readonly phone: string | null | undefined;
}

/** The customer after the change. */
export function withProfile(customer: Customer, change: ProfileChange): Customer {
  return {
    ...customer,
    displayName: change.displayName ?? customer.displayName,
    locale: change.locale ?? customer.locale,
    phone: change.phone === undefined ? customer.phone : change.phone,
    version: customer.version + 1,
  };
}

/** The customer that begins with an account. */
export function customerOf(
  account: ActiveAccount & { readonly customerId: string },
  phone: string | null,
): Customer {
  return {
    id: account.customerId,
    accountId: account.id,
    displayName: account.displayName,
    email: account.email,
    locale: account.locale,
    phone,
    createdAt: account.createdAt,
    // Two events tell of it: that there is a customer, and how to reach it.
    version: 2,
  };
}
