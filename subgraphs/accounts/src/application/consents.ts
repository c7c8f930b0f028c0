import { notPermitted } from '@voltpark/kit/decision';
import { decideConsent, type Purpose } from '../domain/consent.js';
import { limits } from '../domain/limits.js';
import { firstFault, textFault } from '../domain/text.js';
import { limitReached } from '../domain/vehicle.js';
import type { Cause, Ports } from './ports.js';

/** A customer gives a consent or takes it back. */
export function setConsent({ clock, newId, transact }: Ports) {
  return (
    cause: Cause,
    command: {
      readonly purpose: Purpose;
      readonly isGiven: boolean;
      readonly textVersion: string;
    },
  ) =>
    transact(cause, async ({ customers, consents, save }) => {
      const { customerId } = cause.actor;
      const customer = customerId === null ? null : await customers.hold(customerId);
      if (customer === null) return notPermitted('Only customers give consents.');
      const fault = textFault('textVersion', command.textVersion, limits.nameLength);
      if (fault !== undefined) return fault;
      const before = await consents.inForce(customer.id);
      const decision = decideConsent(
        before.find(({ purpose }) => purpose === command.purpose) ?? null,
        { id: newId(), customerId: customer.id, ...command, decidedAt: clock.now() },
      );
      if (decision.outcome === 'accepted') await save(decision.events);
      return { consents: await consents.inForce(customer.id) };
    });
}

/** A customer says what they like. */
export function setPreference({ clock, transact }: Ports) {
  return (cause: Cause, command: { readonly key: string; readonly value: string }) =>
    transact(cause, async ({ customers, consents, save }) => {
      const { customerId } = cause.actor;
      const customer = customerId === null ? null : await customers.hold(customerId);
      if (customer === null) return notPermitted('Only customers have preferences.');
      const fault = firstFault(
        textFault('key', command.key, limits.nameLength),
        textFault('value', command.value, limits.preferenceLength),
      );
      if (fault !== undefined) return fault;
      const before = await consents.preferences(customer.id);
      const isNew = !before.some(({ key }) => key === command.key);
      if (isNew && before.length >= limits.preferencesPerCustomer) {
        return limitReached(limits.preferencesPerCustomer, 'preferences');
      }
      const preference = { customerId: customer.id, ...command, setAt: clock.now() };
      await save([{ type: 'PreferenceSet', preference }]);
      return { preferences: await consents.preferences(customer.id) };
    });
}

/** What a customer agreed to; their own alone. */
export const readConsents =
  ({ reads }: Pick<Ports, 'reads'>) =>
  (customerId: string) =>
    reads.consents.inForce(customerId);

/** What a customer likes; their own alone. */
export const readPreferences =
  ({ reads }: Pick<Ports, 'reads'>) =>
  (customerId: string) =>
    reads.consents.preferences(customerId);
