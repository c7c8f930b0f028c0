import { invalidInput, notFound, notPermitted } from '@voltpark/kit/decision';
import { channels, kindOf, noticeKinds, type Channel, type NoticeKind } from '../domain/kinds.js';
import { limits } from '../domain/limits.js';
import { isWanted, type Preference } from '../domain/notice.js';
import { quietHoursFault, type QuietHours } from '../domain/quiet-hours.js';
import type { Cause, Device, Ports, Reads } from './ports.js';

/** How somebody wishes to be told. */
export interface Wishes {
  readonly choices: readonly Preference[];
  readonly quietHours: QuietHours | null;
  readonly devices: readonly Device[];
}

const onlyCustomers = () => notPermitted('Only customers have wishes about notices.');

/** The wishes of the one who asks; null for those who are no customers. */
export function readWishes({ reads }: Pick<Ports, 'reads'>) {
  return ({ actor }: Cause): Promise<Wishes | null> =>
    actor.customerId === null ? Promise.resolve(null) : wishesOf(reads, actor.customerId);
}

async function wishesOf({ people }: Pick<Reads, 'people'>, customerId: string): Promise<Wishes> {
  const [preferences, quietHours, devices] = await Promise.all([
    people.preferences(customerId),
    people.quietHours(customerId),
    people.devices(customerId),
  ]);
  const personal = noticeKinds.filter((kind) => kindOf(kind).isForStaff !== true);
  const choices = personal.flatMap((kind) =>
    channels
      .filter((channel) => channel !== 'WEBHOOK')
      .map((channel) => ({ kind, channel, isWanted: isWanted(preferences, kind, channel) })),
  );
  return { choices, quietHours, devices };
}

/** Sets whether a kind is wanted by a channel. */
export function setPreference({ transact }: Ports) {
  return (
    cause: Cause,
    wish: { readonly kind: NoticeKind; readonly channel: Channel; readonly isWanted: boolean },
  ) =>
    transact(cause, async (stores) => {
      const { customerId } = cause.actor;
      if (customerId === null) return onlyCustomers();
      if (wish.channel === 'WEBHOOK') {
        return invalidInput('channel', 'Webhooks are for the systems of a tenant.');
      }
      if (kindOf(wish.kind).isForStaff === true) {
        return invalidInput('kind', 'That is for the staff of a tenant.');
      }
      await stores.peopleStore.setPreference(customerId, wish);
      return { preferences: await wishesOf(stores, customerId) };
    });
}

/** Sets the quiet hours; null: never quiet. */
export function setQuietHours({ transact }: Ports) {
  return (cause: Cause, hours: QuietHours | null) =>
    transact(cause, async (stores) => {
      const { customerId } = cause.actor;
      if (customerId === null) return onlyCustomers();
      const fault = hours === null ? null : quietHoursFault(hours);
      if (fault !== null) return invalidInput(`hours.${fault.field}`, fault.message);
      await stores.peopleStore.setQuietHours(customerId, hours);
      return { preferences: await wishesOf(stores, customerId) };
    });
}

/** Registers a device for push messages. */
export function registerDevice({ transact, newId, clock }: Ports) {
  return (cause: Cause, token: string) =>
    transact(cause, async ({ peopleStore, people }) => {
      const { customerId } = cause.actor;
      if (customerId === null) return onlyCustomers();
      if (token.trim() === '' || token.length > limits.tokenCharacters) {
        return invalidInput('token', `A token has 1 to ${limits.tokenCharacters} characters.`);
      }
      const own = await people.devices(customerId);
      const isKnown = own.some((device) => device.token === token);
      if (!isKnown && own.length >= limits.pushDevices) {
        return invalidInput(
          'token',
          `There can be ${limits.pushDevices} devices; remove one first.`,
        );
      }
      const device = { id: newId(), customerId, token, registeredAt: clock.now() };
      return { device: await peopleStore.addDevice(device) };
    });
}

/** Takes a device off. */
export function removeDevice({ transact }: Ports) {
  return (cause: Cause, id: string) =>
    transact(cause, async (stores) => {
      const { customerId } = cause.actor;
      if (customerId === null) return onlyCustomers();
      if (!(await stores.peopleStore.removeDevice(id, customerId)))
        return notFound('PushDevice', id);
      return { preferences: await wishesOf(stores, customerId) };
    });
}
