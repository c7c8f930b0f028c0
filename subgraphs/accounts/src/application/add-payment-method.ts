import { notPermitted } from '@voltpark/kit/decision';
import { limits } from '../domain/limits.js';
import {
  decideAddPaymentMethod,
  refuseCardNumbers,
  type AddPaymentMethod,
} from '../domain/payment-method.js';
import { idempotencyKeyFault } from '../domain/text.js';
import type { Cause, Ports } from './ports.js';

/** All methods of a customer: there are never more than these. */
export const allMethods = { limit: limits.paymentMethodsPerCustomer + 1, after: null } as const;

/** Keeps a payment processor's token for the customer who asks. */
export function addPaymentMethod({ clock, newId, reads, secrets, transact }: Ports) {
  return async (cause: Cause, command: AddPaymentMethod) => {
    // First of all, and outside any transaction: not even a hash of a card number is to be kept.
    const refusal = refuseCardNumbers(command) ?? idempotencyKeyFault(command.idempotencyKey);
    if (refusal !== undefined) return refusal;
    const { idempotencyKey, token, ...rest } = command;
    const input = { ...rest, token: secrets.hash(token) };
    const result = await transact(cause, ({ customers, paymentMethods, once, save }) =>
      once({ idempotencyKey, operation: 'addPaymentMethod', input }, async () => {
        const customerId = cause.actor.customerId;
        const customer = customerId === null ? null : await customers.hold(customerId);
        if (customer === null) return notPermitted('Only customers have payment methods.');
        const id = newId();
        const held = await paymentMethods.of(customer.id, allMethods);
        const decision = decideAddPaymentMethod(held, command, {
          id,
          customerId: customer.id,
          now: clock.now(),
        });
        if (decision.outcome === 'refused') return decision.refusal;
        await save(decision.events);
        return { customerId: customer.id, id };
      }),
    );
    if ('type' in result) return result;
    const paymentMethod = await reads.paymentMethods.byId(result.id, result.customerId);
    if (paymentMethod === null) {
      // The same key again, after the method was removed: there is nothing to add a second time.
      return notPermitted('This payment method was added with this key and has been removed.');
    }
    return { __typename: 'PaymentMethodAdded', paymentMethod } as const;
  };
}
