import { registrationSchema } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { pseudonymsFor, textWithout, valueWithout } from '../../src/privacy/pseudonyms.js';

const person = {
  customerId: '019a9b3c-0000-7000-8000-000000000001',
  accountId: '019a9b3c-0000-7000-8000-000000000002',
  registrations: ['DDAB123', 'A1'],
};
const names = pseudonymsFor(person, 'a secret of this context');
const other = '019a9b3c-0000-7000-8000-000000000009';

describe('pseudonyms', () => {
  it('are the same for the same thing, others under another secret, and fit where the originals stood', () => {
    const again = pseudonymsFor(person, 'a secret of this context');
    const elsewhere = pseudonymsFor(person, 'a secret of another context');
    expect(again.id(person.customerId)).toBe(names.id(person.customerId));
    expect(elsewhere.id(person.customerId)).not.toBe(names.id(person.customerId));
    expect(names.id(person.customerId)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(registrationSchema.safeParse(names.registration('DDAB123')).success).toBe(true);
  });
});

describe('a value without the person', () => {
  it('keeps what is not theirs, also a slot that is called like their plate', () => {
    const event = {
      customerId: person.customerId,
      registration: 'A1',
      slotNumber: 'A1',
      make: 'Lancia',
      facilityId: other,
    };
    expect(valueWithout(names, event)).toEqual({
      customerId: names.id(person.customerId),
      registration: names.registration('A1'),
      slotNumber: 'A1',
      make: null,
      facilityId: other,
    });
  });

  it('leaves a registration to the customer who has it now, and takes one of nobody', () => {
    const passedOn = {
      customerId: other,
      previousCustomerId: person.customerId,
      registration: 'DDAB123',
    };
    expect(valueWithout(names, passedOn)).toEqual({
      ...passedOn,
      previousCustomerId: names.id(person.customerId),
    });
    const nobodys = { customerId: null, registration: 'DDAB123' };
    expect(valueWithout(names, nobodys)).toEqual({
      customerId: null,
      registration: names.registration('DDAB123'),
    });
  });

  it('takes any registration beside the person, as it was theirs then', () => {
    const before = { before: { customerId: person.customerId, registration: 'DDOLD9' } };
    expect(valueWithout(names, before)).toEqual({
      before: {
        customerId: names.id(person.customerId),
        registration: names.registration('DDOLD9'),
      },
    });
  });

  it('takes the person out of lists and contacts', () => {
    const asked = {
      person,
      contact: {
        customerId: person.customerId,
        email: 'a@b.example',
        phone: null,
        displayName: 'Ada',
      },
    };
    const text = JSON.stringify(valueWithout(names, asked));
    for (const trace of [
      person.customerId,
      person.accountId,
      'DDAB123',
      '"A1"',
      'a@b.example',
      'Ada',
    ]) {
      expect(text).not.toContain(trace);
    }
  });

  it('does nothing the second time', () => {
    const once = valueWithout(names, {
      customerId: person.customerId,
      amount: 3,
      registration: null,
    });
    expect(valueWithout(names, once)).toEqual(once);
  });
});

describe('a text without the person', () => {
  it.each(['DDAB123', 'DD-AB 123', 'dd ab 123', 'DD - AB123', 'D.D.A.B.1.2.3'])(
    'loses the registration as people write it: %s',
    (written) => {
      expect(textWithout(names, `"${written}" stood across two slots`)).toBe(
        `"${names.registration('DDAB123')}" stood across two slots`,
      );
    },
  );

  it('loses ids and registrations that stand as words, and nothing within other words', () => {
    const text = `Charged ${person.customerId} for DDAB123, not for XDDAB1234 or A1.`;
    expect(textWithout(names, text)).toBe(
      `Charged ${names.id(person.customerId)} for ${names.registration('DDAB123')}, not for XDDAB1234 or A1.`,
    );
  });
});
