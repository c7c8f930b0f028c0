import type { Person } from '@voltpark/contracts';
import { createHmac } from 'node:crypto';

/** Stand-ins for what names a person, the same for the same thing as long as the secret is kept. */
export interface Pseudonyms {
  readonly person: Person;
  /** In the form of an id. */
  id(original: string): string;
  /** In the form of a normalised registration. */
  registration(original: string): string;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Pseudonyms of a person under a secret. Once the secret is gone nobody can tell whose they were, and two contexts,
 * whose secrets differ, have nothing in common.
 */
export function pseudonymsFor(person: Person, secret: string): Pseudonyms {
  const digest = (kind: string, original: string): Buffer =>
    createHmac('sha256', secret).update(`${kind}:${original}`).digest();
  return {
    person,
    id(original) {
      const hex = digest('id', original).toString('hex');
      // Version 8 of RFC 9562: an id of the application's own making.
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
    registration: (original) =>
      `X${[...digest('registration', original).subarray(0, 11)].map((byte) => base32[byte % 32]).join('')}`,
  };
}

/** Fields whose text is a registration, and those that describe a vehicle beside it. */
const registrationFields = /registration|reservedFor|licen[cs]ePlate/i;
const vehicleFields = new Set(['make', 'model', 'colour']);
/** Fields that tell who somebody is or how to reach them, and what stands there afterwards. */
const contactFields: ReadonlyMap<string, string | null> = new Map([
  ['displayName', 'Erased'],
  ['email', null],
  ['phone', null],
]);

/** A registration is looked for within other words only when it is long enough not to be something else. */
export const shortestInWords = 4;

/** What people put between the signs of a registration. */
export const betweenSigns = ' -.·';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A text without the person. */
export function textWithout(names: Pseudonyms, text: string): string {
  const { customerId, accountId, registrations } = names.person;
  let without = text
    .replaceAll(customerId, names.id(customerId))
    .replaceAll(accountId, names.id(accountId));
  for (const registration of registrations) {
    if (registration.length < shortestInWords) continue;
    // As people write it: DD-ZQ 777, dd zq 777.
    const signs = [...registration].map(escaped).join('[ \\-.·]{0,3}');
    const word = new RegExp(`(?<![\\p{L}\\p{N}])${signs}(?![\\p{L}\\p{N}])`, 'giu');
    without = without.replace(word, names.registration(registration));
  }
  return without;
}

/**
 * A JSON value without the person. Whose a registration is, the nearest object around it with a `customerId` says: the
 * person's goes whatever it is; another customer's stays; of nobody's go those that the person has.
 */
export function valueWithout(names: Pseudonyms, value: unknown): unknown {
  return without(names, value, 'NOBODY');
}

type Owner = 'PERSON' | 'OTHER' | 'NOBODY';

function without(names: Pseudonyms, value: unknown, around: Owner): unknown {
  if (typeof value === 'string') return textWithout(names, value);
  if (Array.isArray(value)) return value.map((inner) => without(names, inner, around));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const owner = ownerOf(names.person, value as Readonly<Record<string, unknown>>, around);
  const isTheirs = fields.some(
    ([field, inner]) => registrationFields.test(field) && isGone(names.person, inner, owner),
  );
  return Object.fromEntries(
    fields.map(([field, inner]) => {
      if (registrationFields.test(field) && typeof inner === 'string') {
        return [field, registrationWithout(names, inner, owner)];
      }
      if (registrationFields.test(field) && Array.isArray(inner)) {
        return [field, inner.map((each) => registrationWithout(names, each, owner))];
      }
      if (isTheirs && vehicleFields.has(field)) return [field, null];
      if (owner === 'PERSON' && contactFields.has(field) && inner !== null) {
        return [field, contactFields.get(field)];
      }
      return [field, without(names, inner, owner)];
    }),
  );
}

function ownerOf(person: Person, object: Readonly<Record<string, unknown>>, around: Owner): Owner {
  const { customerId } = object;
  if (typeof customerId !== 'string') return 'customerId' in object ? 'NOBODY' : around;
  return customerId === person.customerId ? 'PERSON' : 'OTHER';
}

function isGone(person: Person, registration: unknown, owner: Owner): boolean {
  if (typeof registration !== 'string' || owner === 'OTHER') return false;
  return owner === 'PERSON' || person.registrations.includes(registration);
}

function registrationWithout(names: Pseudonyms, value: unknown, owner: Owner): unknown {
  if (typeof value !== 'string') return without(names, value, owner);
  return isGone(names.person, value, owner) ? names.registration(value) : value;
}
