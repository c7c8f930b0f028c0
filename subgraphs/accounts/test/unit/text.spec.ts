import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  idempotencyKeyFault,
  isEmail,
  localeOf,
  normaliseEmail,
  phoneFault,
  phoneOf,
  textFault,
  tidy,
} from '../../src/domain/text.js';

describe('an address', () => {
  it('is compared without case and white space around', () => {
    expect(normaliseEmail(' Anna@Example.ORG\n')).toBe('anna@example.org');
  });

  it('stays the same when normalised again, so that the database’s check holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseEmail(text);
        if (isEmail(once)) expect(normaliseEmail(once)).toBe(once);
      }),
    );
  });

  it.each(['a@b.de', 'anna+park@mail.example.org', "o'neil@example.org", 'grüße@müller.example'])(
    'may be %s',
    (address) => expect(isEmail(address)).toBe(true),
  );

  it.each([
    '',
    '@',
    'a@b',
    'a b@c.de',
    'a@b..de',
    'a@@b.de',
    '<a@b.de>',
    'a@b.de,c@d.de',
    `a@${'b'.repeat(250)}.de`,
    'a\0@b.de',
  ])('may not be %j', (address) => expect(isEmail(address)).toBe(false));
});

describe('text for reading', () => {
  it('is tidied and bounded', () => {
    expect(tidy('  a \n b\t ')).toBe('a b');
    expect(textFault('name', '  ', 5)).toMatchObject({ field: 'name' });
    expect(textFault('name', '123456', 5)).toMatchObject({ field: 'name' });
    expect(textFault('name', ' 12345 ', 5)).toBeUndefined();
  });

  it('has no control characters and no half characters', () => {
    for (const text of ['a\0b', 'a\u0007b', 'a\uD800b', 'a\u007Fb']) {
      expect(textFault('name', text, 80)).toMatchObject({ field: 'name' });
    }
    expect(textFault('name', 'Zoë 🚗 李', 80)).toBeUndefined();
  });
});

describe('telephone numbers, languages and keys', () => {
  it('are taken as people write them', () => {
    expect(phoneOf('+49 (351) 123-45.67')).toBe('+493511234567');
    expect(phoneFault('+49 351 1234567')).toBeUndefined();
    expect(phoneFault(null)).toBeUndefined();
    for (const wrong of ['0351 123', '+0123456789', '+49', 'call me']) {
      expect(phoneFault(wrong)).toMatchObject({ field: 'phone' });
    }
    expect(localeOf('DE-de')).toBe('de-DE');
    expect(localeOf('not a language')).toBeUndefined();
    expect(localeOf('x'.repeat(40))).toBeUndefined();
    expect(idempotencyKeyFault('0190-abc')).toBeUndefined();
    for (const wrong of ['', ' ', 'ä', 'a'.repeat(129), 'a\0']) {
      expect(idempotencyKeyFault(wrong)).toMatchObject({ field: 'idempotencyKey' });
    }
  });
});
