import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  newKey,
  next,
  runAccounts,
  type Driver,
  type RunningAccounts,
} from '../support/running.js';

let accounts: RunningAccounts;
beforeAll(async () => {
  accounts = await runAccounts();
});
afterAll(() => accounts.stop());

const added = `... on PaymentMethodAdded { paymentMethod { id kind brand last4 expiryMonth expiryYear isDefault } }
  ... on CardNumberRefused { field } ... on InvalidInput { field } ... on LimitReached { limit }`;

const card = () => ({
  token: `tok_${next()}_visa`,
  kind: 'CREDIT_CARD',
  brand: 'Visa',
  last4: '4242',
  expiryMonth: 5,
  expiryYear: 2026,
  idempotencyKey: newKey(),
});
const add = (actor: Driver, more: object = {}) =>
  accounts.call('addPaymentMethod', { ...card(), ...more }, added, actor);
const idOf = (answer: object) => (answer as { paymentMethod: { id: string } }).paymentMethod.id;

const defaultsOf = async ({ customerId }: Driver) =>
  (
    await accounts.sql<{ id: string }>(
      'SELECT id FROM payment_method WHERE customer_id = $1 AND is_default',
      [customerId],
    )
  ).map(({ id }) => id);

describe('payment methods', () => {
  it('keep the token and never show it', async () => {
    const driver = await accounts.signUp();
    const answered = await add(driver, { token: 'tok_never_shown' });
    expect(answered).toMatchObject({
      __typename: 'PaymentMethodAdded',
      paymentMethod: { brand: 'Visa', last4: '4242', expiryMonth: 5, isDefault: true },
    });
    expect(await accounts.codes('{ __type(name: "PaymentMethod") { fields { name } } }')).toEqual(
      [],
    );
    const told = JSON.stringify([await accounts.audit(), await accounts.outbox()]);
    expect(told).not.toContain('tok_never_shown');
  });

  it('take the first as the default, another when asked', async () => {
    const driver = await accounts.signUp();
    const first = idOf(await add(driver));
    const second = idOf(await add(driver));
    expect(await defaultsOf(driver)).toEqual([first]);
    const third = idOf(await add(driver, { makeDefault: true }));
    expect(await defaultsOf(driver)).toEqual([third]);
    await accounts.call('setDefaultPaymentMethod', { paymentMethodId: second }, '', driver);
    expect(await defaultsOf(driver)).toEqual([second]);
  });

  it('have one default however many are added and chosen at once', async () => {
    const driver = await accounts.signUp();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => add(driver, { makeDefault: true })),
    );
    expect(await defaultsOf(driver)).toHaveLength(1);
    await Promise.all(
      answers.map((answer) =>
        accounts.call('setDefaultPaymentMethod', { paymentMethodId: idOf(answer) }, '', driver),
      ),
    );
    expect(await defaultsOf(driver)).toHaveLength(1);
  });

  it('are held to one default by the database too', async () => {
    const driver = await accounts.signUp();
    await add(driver);
    const second = idOf(await add(driver));
    await expect(
      accounts.sql('UPDATE payment_method SET is_default = true WHERE id = $1', [second]),
    ).rejects.toThrow('payment_method_one_default');
  });

  it('pass the default on to the latest other when it is removed', async () => {
    const driver = await accounts.signUp();
    const first = idOf(await add(driver));
    accounts.clock.advance(1);
    const second = idOf(await add(driver));
    accounts.clock.advance(1);
    const third = idOf(await add(driver));
    const remove = (paymentMethodId: string) =>
      accounts.call(
        'removePaymentMethod',
        { paymentMethodId },
        '... on PaymentMethodRemoved { defaultPaymentMethod { id isDefault } }',
        driver,
      );
    expect(await remove(first)).toMatchObject({
      defaultPaymentMethod: { id: third, isDefault: true },
    });
    expect(await remove(second)).toMatchObject({ defaultPaymentMethod: { id: third } });
    expect(await remove(third)).toMatchObject({ defaultPaymentMethod: null });
    expect((await remove(third)).__typename).toBe('NotFound');
  });

  it.each([
    ['token', '4242424242424242'],
    ['token', 'tok 4242-4242-4242-4242'],
    ['token', 'tok_４２４２４２４２４２４２４２４２'],
    ['brand', 'Visa 4111 1111 1111 1111'],
    ['last4', '4242 4242 4242 4242'],
    ['idempotencyKey', '378282246310005'],
  ])('refuse a card number in %s', async (field, value) => {
    const driver = await accounts.signUp();
    const answered = await add(driver, { [field]: value });
    expect(answered).toMatchObject({ __typename: 'CardNumberRefused', field });
    expect(JSON.stringify(answered)).not.toContain(value);
    expect(
      await accounts.sql('SELECT 1 FROM idempotency WHERE actor_id = $1', [driver.id]),
    ).toEqual([]);
  });

  it.each([
    [{ token: ' ' }, 'token'],
    [{ last4: null }, 'last4'],
    [{ last4: '42' }, 'last4'],
    [{ expiryMonth: 13 }, 'expiryMonth'],
    [{ expiryMonth: null, expiryYear: null }, 'expiryMonth'],
    [{ expiryMonth: 4 }, 'expiryYear'],
    [{ expiryYear: 26 }, 'expiryYear'],
    [{ expiryYear: 2047 }, 'expiryYear'],
  ])('refuse %j', async (wrong, field) => {
    const driver = await accounts.signUp();
    expect(await add(driver, wrong)).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it('take a wallet that shares neither digits nor expiry', async () => {
    const driver = await accounts.signUp();
    const wallet = {
      kind: 'DIGITAL_WALLET',
      brand: 'PayPal',
      last4: null,
      expiryMonth: null,
      expiryYear: null,
    };
    expect(await add(driver, wallet)).toMatchObject({ paymentMethod: { last4: null } });
  });

  it('are added once under one key', async () => {
    const driver = await accounts.signUp();
    const same = card();
    const answers = await Promise.all([add(driver, same), add(driver, same), add(driver, same)]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    const other = await add(driver, { ...same, token: 'tok_other' });
    expect(other.__typename).toBe('IdempotencyKeyReused');
  });

  it('stop at twenty', async () => {
    const driver = await accounts.signUp();
    for (let index = 0; index < 20; index += 1) await add(driver);
    expect(await add(driver)).toMatchObject({ __typename: 'LimitReached', limit: 20 });
  });

  it('are not found by others', async () => {
    const driver = await accounts.signUp();
    const other = await accounts.signUp();
    const paymentMethodId = idOf(await add(driver));
    for (const mutation of ['setDefaultPaymentMethod', 'removePaymentMethod']) {
      const answered = await accounts.call(mutation, { paymentMethodId }, '', other);
      expect(answered.__typename).toBe('NotFound');
    }
    expect(await defaultsOf(driver)).toEqual([paymentMethodId]);
  });
});
