import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { driver, operator, otherDriver, terminal } from '../support/actors.js';
import { expectSoundMoney } from '../support/money-invariants.js';
import { runMoney, type Result, type RunningMoney } from '../support/money.js';

let money: RunningMoney;
beforeAll(async () => {
  money = await runMoney();
});
afterEach(() => expectSoundMoney(money));
afterAll(() => money.stop());

const idOf = ({ payment }: Result) => (payment as { id: string }).id;

async function authorised(invoiceId: string, more: object = {}): Promise<string> {
  const input = { invoiceId, method: 'DEBIT_CARD', token: 'tok_ok', ...more };
  const result = await money.choose('authorisePayment', input, terminal);
  expect(result).toMatchObject({
    __typename: 'PaymentAuthorised',
    payment: { status: 'AUTHORISED' },
  });
  return idOf(result);
}

describe('money that is set aside', () => {
  it('is captured when somebody says so', async () => {
    const invoiceId = await money.issue();
    const paymentId = await authorised(invoiceId);
    expect(await money.types(invoiceId)).toEqual([]);
    const input = { paymentId, idempotencyKey: 'capture' };
    const captured = await money.choose('capturePayment', input, terminal);
    expect(captured).toMatchObject({
      __typename: 'PaymentReceived',
      payment: { id: paymentId, status: 'CAPTURED', captured: { amount: '10.00' } },
    });
    expect(await money.choose('capturePayment', input, terminal)).toEqual(captured);
    expect(await money.types(invoiceId)).toContain('billing.invoice.paid.v1');
  });

  it('keeps others from paying that part, and the rest can be paid', async () => {
    const invoiceId = await money.issue({ totalMinor: 1000 });
    await authorised(invoiceId, { amount: '7' });
    expect(await money.pay(invoiceId, { amount: '4' })).toMatchObject({
      __typename: 'AmountNotPayable',
      payable: { amount: '3.00' },
    });
    expect(await money.pay(invoiceId)).toMatchObject({ payment: { amount: { amount: '3.00' } } });
    expect(await money.pay(invoiceId)).toMatchObject({ __typename: 'PaymentInProgress' });
  });

  it('is captured in part, never above, and the rest is free again', async () => {
    const invoiceId = await money.issue({ totalMinor: 1000 });
    const paymentId = await authorised(invoiceId);
    const capture = (amount: string) =>
      money.choose('capturePayment', { paymentId, amount }, operator);
    expect(await capture('10.01')).toMatchObject({
      __typename: 'AmountNotCapturable',
      capturable: { amount: '10.00' },
    });
    expect(await capture('0')).toMatchObject({ __typename: 'InvalidInput' });
    expect(await capture('2.50')).toMatchObject({ payment: { captured: { amount: '2.50' } } });
    expect(await capture('1')).toMatchObject({ __typename: 'PaymentNotOpen', status: 'CAPTURED' });
    expect(await money.pay(invoiceId)).toMatchObject({ payment: { amount: { amount: '7.50' } } });
  });

  it('is released, and then pays nothing', async () => {
    const invoiceId = await money.issue();
    const paymentId = await authorised(invoiceId);
    expect(await money.choose('voidPayment', { paymentId }, terminal)).toMatchObject({
      __typename: 'PaymentVoided',
      payment: { status: 'VOIDED', failure: 'The payment was released.' },
    });
    expect(await money.choose('capturePayment', { paymentId }, terminal)).toMatchObject({
      __typename: 'PaymentNotOpen',
      status: 'VOIDED',
    });
    expect(await money.choose('voidPayment', { paymentId }, terminal)).toMatchObject({
      __typename: 'PaymentNotOpen',
    });
    expect(await money.events(invoiceId)).toMatchObject([
      { type: 'billing.payment.failed.v1', data: { reason: 'REQUESTED' } },
    ]);
    expect(await money.pay(invoiceId)).toMatchObject({ __typename: 'PaymentReceived' });
  });

  it('is released by itself when nobody captures it in time', async () => {
    const invoiceId = await money.issue();
    const paymentId = await authorised(invoiceId);
    money.clock.pass({ days: 6 });
    await money.until(async () =>
      expect(await money.payment(paymentId)).toMatchObject({
        status: 'VOIDED',
        voidReason: 'EXPIRED',
      }),
    );
    const [operation] = await money.sql(
      `SELECT outcome FROM simulated_operation WHERE kind = 'VOID' AND payment_id = $1`,
      [paymentId],
    );
    expect(operation).toEqual({ outcome: 'APPROVED' });
  });

  it('belongs to whom it belongs', async () => {
    const paymentId = await authorised(await money.issue());
    for (const name of ['capturePayment', 'voidPayment']) {
      const refused = await money.choose(name, { paymentId }, otherDriver);
      expect(refused).toMatchObject({ __typename: 'NotFound', entity: 'Payment' });
    }
    expect(await money.choose('capturePayment', { paymentId }, driver)).toMatchObject({
      __typename: 'PaymentReceived',
    });
  });

  it('captured twice at the same time is taken once', async () => {
    const invoiceId = await money.issue();
    const paymentId = await authorised(invoiceId);
    const results = await Promise.all(
      [1, 2, 3].map(() => money.choose('capturePayment', { paymentId }, terminal)),
    );
    for (const { __typename } of results) {
      expect(['PaymentReceived', 'PaymentNotOpen']).toContain(__typename);
    }
    expect(await money.payment(paymentId)).toMatchObject({ capturedMinor: 1000n });
  });
});
