import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideAddPaymentMethod,
  decideRemove,
  decideSetDefault,
  looksLikeCardNumber,
  passesLuhn,
  type AddPaymentMethod,
} from '../../src/domain/payment-method.js';
import { later, now, paymentMethod } from '../support/builders.js';

/** The digits with the check digit that makes them a card number. */
function cardNumberFrom(digits: string): string {
  for (const check of '0123456789') if (passesLuhn(digits + check)) return digits + check;
  throw new Error('There is always a check digit.');
}
const digitsOf = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });

describe('what looks like a card number', () => {
  it.each([
    '4242424242424242',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    '4242.4242/4242_4242',
    'card: 378282246310005, thanks',
    '４２４２４２４２４２４２４２４２',
  ])('is %s', (text) => {
    expect(looksLikeCardNumber(text)).toBe(true);
  });

  it.each(['tok_1MqLiJLkdIwHu7ix', '4242', '4242424242424241', '0a4242424242', 'pm-2026-05-04'])(
    'is not %s',
    (text) => {
      expect(looksLikeCardNumber(text)).toBe(false);
    },
  );

  it('is every number of 13 to 19 digits with a right check digit, however it is grouped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 18 }).chain(digitsOf),
        fc.constantFrom('', ' ', '-', ' - ', '.'),
        fc.integer({ min: 1, max: 6 }),
        (digits, separator, group) => {
          const number = cardNumberFrom(digits.join(''));
          const grouped = number.match(new RegExp(`.{1,${group}}`, 'g'))?.join(separator) ?? '';
          expect(looksLikeCardNumber(`token ${grouped} end`)).toBe(true);
        },
      ),
    );
  });

  it('is no number with a wrong check digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 18 }).chain(digitsOf),
        fc.integer({ min: 1, max: 9 }),
        (digits, off) => {
          const number = cardNumberFrom(digits.join(''));
          const wrong = number.slice(0, -1) + String((Number(number.at(-1)) + off) % 10);
          expect(looksLikeCardNumber(wrong)).toBe(false);
        },
      ),
    );
  });
});

const command = (otherwise: Partial<AddPaymentMethod> = {}): AddPaymentMethod => ({
  token: 'tok_9',
  kind: 'CREDIT_CARD',
  brand: ' Visa ',
  last4: '4242',
  expiryMonth: 5,
  expiryYear: 2026,
  makeDefault: false,
  idempotencyKey: 'key',
  ...otherwise,
});
const add = (otherwise: Partial<AddPaymentMethod> = {}, held = [paymentMethod()]) =>
  decideAddPaymentMethod(held, command(otherwise), { id: 'method-9', customerId: 'anna', now });

describe('adding a payment method', () => {
  it('makes the first one the default', () => {
    expect(add({}, [])).toMatchObject({
      events: [{ paymentMethod: { brand: 'Visa', isDefault: true } }],
    });
  });

  it('leaves the default where it is, unless asked', () => {
    expect(add()).toMatchObject({ events: [{ paymentMethod: { isDefault: false } }] });
    expect(add({ makeDefault: true })).toMatchObject({
      events: [{ paymentMethod: { isDefault: true } }],
    });
  });

  it('takes a card until its month is over everywhere', () => {
    const at = (instant: string) =>
      decideAddPaymentMethod([], command(), {
        id: 'm',
        customerId: 'anna',
        now: new Date(instant),
      }).outcome;
    expect(at('2026-06-01T11:59:59Z')).toBe('accepted');
    expect(at('2026-06-01T12:00:00Z')).toBe('refused');
    expect(
      decideAddPaymentMethod([], command({ expiryMonth: 12 }), {
        id: 'm',
        customerId: 'anna',
        now: new Date('2026-12-31T23:00:00Z'),
      }).outcome,
    ).toBe('accepted');
  });

  it('refuses a card number before anything else', () => {
    expect(add({ token: '4242424242424242', last4: '1' })).toMatchObject({
      refusal: { type: 'CardNumberRefused', field: 'token' },
    });
  });

  it.each([
    [{ last4: null }, 'last4'],
    [{ last4: '12a4' }, 'last4'],
    [{ expiryMonth: 0 }, 'expiryMonth'],
    [{ expiryMonth: null }, 'expiryMonth'],
    [{ expiryYear: null }, 'expiryYear'],
    [{ expiryYear: 2047 }, 'expiryYear'],
    [{ expiryMonth: 4 }, 'expiryYear'],
    [{ brand: '' }, 'brand'],
    [{ token: 'x'.repeat(256) }, 'token'],
  ])('refuses %j', (wrong, field) => {
    expect(add(wrong)).toMatchObject({ refusal: { type: 'InvalidInput', field } });
  });

  it('refuses the twenty-first', () => {
    const held = Array.from({ length: 20 }, (_, index) => paymentMethod({ id: `m${index}` }));
    expect(add({}, held)).toMatchObject({ refusal: { type: 'LimitReached', limit: 20 } });
  });
});

describe('the default', () => {
  const first = paymentMethod({ id: 'a' });
  const second = paymentMethod({ id: 'b', isDefault: false, addedAt: later(1) });
  const third = paymentMethod({ id: 'c', isDefault: false, addedAt: later(2) });
  const held = [first, second, third];

  it('moves when another is chosen, and stays quiet when it is the same', () => {
    expect(decideSetDefault(held, 'b')).toMatchObject({
      chosen: { id: 'b', isDefault: true },
      events: [{ previousId: 'a' }],
    });
    expect(decideSetDefault(held, 'a')).toMatchObject({ events: [] });
    expect(decideSetDefault(held, 'x')).toBeUndefined();
  });

  it('passes to the latest other when it is removed', () => {
    expect(decideRemove(held, 'a')).toMatchObject({
      event: { successorId: 'c' },
      defaultMethod: { id: 'c', isDefault: true },
    });
    expect(decideRemove(held, 'b')).toMatchObject({
      event: { successorId: null },
      defaultMethod: { id: 'a' },
    });
    expect(decideRemove([first], 'a')).toMatchObject({ defaultMethod: null });
    expect(decideRemove(held, 'x')).toBeUndefined();
  });
});
