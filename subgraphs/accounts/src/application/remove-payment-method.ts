import { notFound, notPermitted } from '@voltpark/kit/decision';
import { decideRemove } from '../domain/payment-method.js';
import { allMethods } from './add-payment-method.js';
import type { Cause, Ports } from './ports.js';

/** Removes an own payment method and forgets its token. */
export function removePaymentMethod({ transact }: Ports) {
  return (cause: Cause, command: { readonly paymentMethodId: string }) =>
    transact(cause, async ({ customers, paymentMethods, save }) => {
      const customerId = cause.actor.customerId;
      const customer = customerId === null ? null : await customers.hold(customerId);
      if (customer === null) return notPermitted('Only customers have payment methods.');
      const held = await paymentMethods.of(customer.id, allMethods);
      const decided = decideRemove(held, command.paymentMethodId);
      if (decided === undefined) return notFound('PaymentMethod', command.paymentMethodId);
      await save([decided.event]);
      return {
        __typename: 'PaymentMethodRemoved',
        paymentMethodId: command.paymentMethodId,
        defaultPaymentMethod: decided.defaultMethod,
      } as const;
    });
}
