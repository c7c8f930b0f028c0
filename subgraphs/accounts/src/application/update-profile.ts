import { notPermitted } from '@voltpark/kit/decision';
import { withProfile } from '../domain/customer.js';
import { limits } from '../domain/limits.js';
import { viewCustomer } from '../domain/sight.js';
import {
  firstFault,
  localeFault,
  localeOf,
  phoneFault,
  phoneOf,
  textFault,
  tidy,
} from '../domain/text.js';
import type { Cause, Ports } from './ports.js';

export interface UpdateProfile {
  readonly displayName?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

/** Changes what a customer wants to be called, and how to be reached. */
export function updateProfile({ transact }: Ports) {
  return (cause: Cause, command: UpdateProfile) =>
    transact(cause, async ({ customers, save }) => {
      const customerId = cause.actor.customerId;
      const customer = customerId === null ? null : await customers.hold(customerId);
      if (customer === null) return notPermitted('Only customers have a profile.');
      const fault = firstFault(
        command.displayName == null
          ? undefined
          : textFault('displayName', command.displayName, limits.nameLength),
        localeFault(command.locale),
        phoneFault(command.phone),
      );
      if (fault !== undefined) return fault;
      const after = withProfile(customer, {
        displayName: command.displayName == null ? undefined : tidy(command.displayName),
        locale: command.locale == null ? undefined : localeOf(command.locale),
        phone: command.phone == null ? command.phone : phoneOf(command.phone),
      });
      const fields = (['displayName', 'locale', 'phone'] as const).filter(
        (field) => after[field] !== customer[field],
      );
      if (fields.length > 0) {
        await save([{ type: 'ProfileUpdated', customer: after, changedFields: fields }]);
      }
      const seen = viewCustomer(cause.actor, after);
      if (seen === null) return notPermitted();
      return { __typename: 'ProfileUpdated', customer: seen } as const;
    });
}
