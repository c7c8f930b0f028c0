import { notFound, notPermitted } from '@voltpark/kit/decision';
import { decideSetDefault } from '../domain/payment-method.js';
import { allMethods } from './add-payment-method.js';
import type { Cause, Ports } from './ports.js';

/** Makes an own payment method the default. */
export function setDefaultPaymentMethod({ transact }: Ports) {
  return (cause: Cause, command: { readonly paymentMethodId: string }) =>
    transact(cause, async ({ customers, paymentMethods, save }) => {
      const customerId = cause.actor.customerId;
      const customer = customerId === null ? null : await customers.hold(customerId);
      if (customer === null) return notPermitted('Only customers have payment methods.');
      const held = await paymentMethods.of(customer.id, allMethods);
      const decided = decideSetDefault(held, command.paymentMethodId);
      if (decided === undefined) return notFound('PaymentMethod', command.paymentMethodId);
      await save(decided.events);
      return { __typename: 'DefaultPaymentMethodSet', paymentMethod: decided.chosen } as const;
    });
}
