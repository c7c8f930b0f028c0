import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { deskOf, type Processor } from '../../src/application/processor.js';
import { holdsCardNumber, isCardNumber } from '../../src/domain/card-number.js';
import { minorOf } from '../../src/domain/minor.js';
import { majorOf } from '../../src/domain/money.js';
import { signWebhook, webhookFault, webhookKey } from '../../src/processor/webhook-signature.js';
import { now } from '../support/money-builders.js';

describe('amounts', () => {
  it.each([
    ['10', 2, 1000],
    ['10.5', 2, 1050],
    ['10.50', 2, 1050],
    ['10.500', 2, 1050],
    ['0.01', 2, 1],
    ['-1.20', 2, -120],
    ['500', 0, 500],
    ['1.234', 3, 1234],
    ['10.505', 2, null],
    ['500.5', 0, null],
    ['1e3', 2, null],
    ['', 2, null],
    ['12345678901234', 2, null],
  ])('%s with %s digits is %s', (text, digits, expected) => {
    expect(minorOf(text, digits)).toBe(expected);
  });

  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(3), (minor, digits) => {
        expect(minorOf(majorOf(minor, digits), digits)).toBe(minor);
      }),
    );
  });
});

describe('card numbers', () => {
  it.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    'tok_4111-1111-1111-1111',
    '３７８２８２２４６３１０００５',
  ])('%s is one', (text) => expect(holdsCardNumber(text)).toBe(true));
  it.each(['tok_ok', '4111111111111112', '01a1f91e-4d26-7dfe-b829-90a2ae9420b1', '411111111111'])(
    '%s is none',
    (text) => expect(holdsCardNumber(text)).toBe(false),
  );
});

describe('a key that a caller makes up', () => {
  it('may hold digits by chance, and may not be a card number', () => {
    expect(isCardNumber('4111 1111 1111 1111')).toBe(true);
    expect(isCardNumber('k-4111111111111111')).toBe(false);
    expect(holdsCardNumber('k-4111111111111111')).toBe(true);
  });
});

describe('the signature of a webhook', () => {
  const key = Buffer.alloc(24, 1);
  const signed = signWebhook(key, { id: 'msg_1', body: '{"a":1}', at: now });

  it('is that of the specification', () => {
    const expected = createHmac('sha256', key).update('msg_1.1777622400.{"a":1}').digest('base64');
    expect(signed.headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(webhookFault(key, signed.headers, signed.body, now)).toBeNull();
  });

  it('is of every byte of id, time and body', () => {
    const headers = { ...signed.headers };
    expect(webhookFault(key, headers, '{"a":2}', now)).toBe('FORGED');
    expect(webhookFault(key, { ...headers, 'webhook-id': 'msg_2' }, signed.body, now)).toBe(
      'FORGED',
    );
    const later = { ...headers, 'webhook-timestamp': '1777622401' };
    expect(webhookFault(key, later, signed.body, now)).toBe('FORGED');
    expect(webhookFault(key, {}, signed.body, now)).toBe('UNSIGNED');
  });

  it('is good for five minutes', () => {
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    expect(webhookFault(key, signed.headers, signed.body, at(300))).toBeNull();
    expect(webhookFault(key, signed.headers, signed.body, at(301))).toBe('STALE');
    expect(webhookFault(key, signed.headers, signed.body, at(-301))).toBe('STALE');
  });

  it('needs a secret of 24 to 64 bytes', () => {
    expect(webhookKey(`whsec_${key.toString('base64')}`)).toEqual(key);
    expect(webhookKey(key.toString('base64'))).toBeNull();
    expect(webhookKey('whsec_short')).toBeNull();
  });
});

describe('the desk of the processor', () => {
  const operation = { kind: 'VOID', key: 'k', paymentId: 'p' } as const;
  const processor = (perform: Processor['perform']): Processor => ({
    perform,
    inquire: () => Promise.resolve({ outcome: 'UNHEARD_OF' }),
  });

  it('takes silence for no answer, also of a processor that ignores that it is late', async () => {
    const silent = processor(() => new Promise(() => undefined));
    expect(await deskOf(silent, 20, vi.fn<(error: unknown) => void>()).perform(operation)).toEqual({
      outcome: 'NO_ANSWER',
    });
  });

  it('takes a broken line for no answer, and says so', async () => {
    const onFault = vi.fn<(error: unknown) => void>();
    const broken = processor(() => Promise.reject(new Error('reset')));
    expect(await deskOf(broken, 1_000, onFault).perform(operation)).toEqual({
      outcome: 'NO_ANSWER',
    });
    expect(onFault).toHaveBeenCalledOnce();
  });
});
