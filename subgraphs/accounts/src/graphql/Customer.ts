import type { CustomerResolvers } from './generated/types.js';
import { pageById } from './paging.js';
import { seenCustomer } from './seen.js';

export const Customer: CustomerResolvers = {
  __resolveReference: async ({ id }, { loaders, cause }) =>
    seenCustomer(cause.actor, await loaders.customer.load(id)),
  email: ({ confidential }) => confidential?.email ?? null,
  phone: ({ confidential }) => confidential?.phone ?? null,
  locale: ({ confidential }) => confidential?.locale ?? null,
  memberSince: ({ confidential }) => confidential?.memberSince ?? null,
  vehicles: (customer, args, { useCases }) =>
    customer.confidential === null
      ? null
      : pageById(args, (slice) => useCases.listVehiclesOf(customer, slice)),
  paymentMethods: (customer, args, { useCases }) =>
    customer.confidential === null
      ? null
      : pageById(args, (slice) => useCases.listPaymentMethodsOf(customer, slice)),
};
