import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runMoney, type Result, type RunningMoney } from '../support/money.js';
import { expectSoundMoney } from '../support/money-invariants.js';
import { attendant, driver, otherDriver, strangeTerminal, terminal } from '../support/actors.js';

let money: RunningMoney;
beforeAll(async () => {
  money = await runMoney();
});
afterEach(() => expectSoundMoney(money));
afterAll(() => money.stop());

const idOf = ({ payment }: Result) => (payment as { id: string }).id;

const invoiceQuery = `query ($id: ID!) { invoice(id: $id) {
  status owed { amount } paidAt payments { status captured { amount } } } }`;

describe('paying an invoice', () => {
  it('takes all that is owed, and the invoice is paid', async () => {
    const parkingPaidUntil = new Date('2026-05-01T07:45:00Z');
    const invoiceId = await money.issue({ totalMinor: 1190, parkingPaidUntil });
    expect(await money.pay(invoiceId)).toMatchObject({
      __typename: 'PaymentReceived',
      payment: { status: 'CAPTURED', amount: { amount: '11.90', currency: 'EUR' } },
    });
    expect(await money.data(invoiceQuery, { id: invoiceId }, driver)).toEqual({
      invoice: {
        status: 'PAID',
        owed: { amount: '0.00' },
        paidAt: money.clock.now().toISOString(),
        payments: [{ status: 'CAPTURED', captured: { amount: '11.90' } }],
      },
    });
    const events = await money.events(invoiceId);
    expect(events).toMatchObject([
      { type: 'billing.payment.received.v1', data: { amountMinor: 1190, method: 'CREDIT_CARD' } },
      {
        type: 'billing.invoice.paid.v1',
        data: { totalMinor: 1190, parkingPaidUntil: parkingPaidUntil.toISOString() },
      },
    ]);
  });

  it('can be done in parts, and is paid with the last one', async () => {
    const invoiceId = await money.issue({ totalMinor: 1000 });
    await money.pay(invoiceId, { amount: '4' });
    expect(await money.data(invoiceQuery, { id: invoiceId }, driver)).toMatchObject({
      invoice: { status: 'ISSUED', owed: { amount: '6.00' } },
    });
    expect(await money.pay(invoiceId, { amount: '6.01' })).toMatchObject({
      __typename: 'AmountNotPayable',
      payable: { amount: '6.00' },
    });
    expect(await money.pay(invoiceId, { amount: '6.00' })).toMatchObject({
      __typename: 'PaymentReceived',
    });
    expect(await money.types(invoiceId)).toEqual([
      'billing.payment.received.v1',
      'billing.payment.received.v1',
      'billing.invoice.paid.v1',
    ]);
  });

  it('happens once under its key, also at the same time, and another request under it is refused', async () => {
    const invoiceId = await money.issue();
    const request = { idempotencyKey: 'once' };
    const [first, second] = await Promise.all([
      money.pay(invoiceId, request),
      money.pay(invoiceId, request),
    ]);
    expect(idOf(first)).toBe(idOf(second));
    const again = await money.pay(invoiceId, request);
    expect(again).toMatchObject({ __typename: 'PaymentReceived' });
    expect(idOf(again)).toBe(idOf(first));
    expect(await money.pay(invoiceId, { ...request, amount: '1' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
    expect(await money.prisma.paymentRow.count({ where: { invoiceId } })).toBe(1);
  });

  it('is refused where nothing is owed any more', async () => {
    const invoiceId = await money.issue();
    await money.pay(invoiceId);
    expect(await money.pay(invoiceId)).toMatchObject({
      __typename: 'NothingOwed',
      invoice: { id: invoiceId, status: 'PAID' },
    });
    const nothing = await money.issue({ totalMinor: 0 });
    expect(await money.types(nothing)).toEqual(['billing.invoice.paid.v1']);
    expect(await money.pay(nothing)).toMatchObject({ __typename: 'NothingOwed' });
  });

  it.each([
    ['tok_declined', 'CARD_DECLINED'],
    ['tok_insufficient_funds', 'INSUFFICIENT_FUNDS'],
    ['something', 'INVALID_TOKEN'],
    ['tok_capture_declined', 'CARD_DECLINED'],
  ])('with %s comes to nothing and may be tried with another card', async (token, code) => {
    const invoiceId = await money.issue();
    const declined = await money.pay(invoiceId, { token });
    expect(declined).toMatchObject({
      __typename: 'PaymentDeclined',
      code,
      payment: { status: 'DECLINED', captured: { amount: '0.00' } },
    });
    expect(await money.types(invoiceId)).toEqual(['billing.payment.failed.v1']);
    expect(await money.pay(invoiceId)).toMatchObject({ __typename: 'PaymentReceived' });
  });

  it('never takes a card number, and keeps nothing of it', async () => {
    const invoiceId = await money.issue();
    const number = '4111 1111 1111 1111';
    expect(await money.pay(invoiceId, { token: number })).toMatchObject({
      __typename: 'NotAToken',
      field: 'token',
    });
    expect(await money.pay(invoiceId, { idempotencyKey: number })).toMatchObject({
      __typename: 'NotAToken',
      field: 'idempotencyKey',
    });
    expect(await money.sql('SELECT 1 FROM idempotency WHERE key LIKE $1', ['%4111%'])).toEqual([]);
    expect(await money.prisma.paymentRow.count({ where: { invoiceId } })).toBe(0);
  });

  it.each([
    ['0', 'amount'],
    ['-1', 'amount'],
    ['1.234', 'amount'],
  ])('refuses the amount %s', async (amount, field) => {
    const invoiceId = await money.issue();
    expect(await money.pay(invoiceId, { amount })).toMatchObject({
      __typename: 'InvalidInput',
      field,
    });
  });

  it('of many at the same time lets one pay, and never takes more than is owed', async () => {
    const invoiceId = await money.issue({ totalMinor: 1000 });
    const payers = [driver, terminal, attendant, driver, terminal];
    const results = await Promise.all(payers.map((payer) => money.pay(invoiceId, {}, payer)));
    const paid = results.filter(({ __typename }) => __typename === 'PaymentReceived');
    expect(paid).toHaveLength(1);
    for (const { __typename } of results) {
      expect(['PaymentReceived', 'PaymentInProgress', 'NothingOwed']).toContain(__typename);
    }
    const [sum] = await money.sql<{ sum: string }>(
      'SELECT sum(captured_minor) FROM payment WHERE invoice_id = $1',
      [invoiceId],
    );
    expect(sum).toEqual({ sum: '1000' });
  });
});

describe('who may pay', () => {
  it.each([
    ['the customer', driver, 'PaymentReceived'],
    ["the operator's pay terminal", terminal, 'PaymentReceived'],
    ["the operator's staff", attendant, 'PaymentReceived'],
    ['another customer', otherDriver, 'NotFound'],
    ["another operator's terminal", strangeTerminal, 'NotFound'],
  ])('%s', async (_who, actor, expected) => {
    const invoiceId = await money.issue();
    expect(await money.pay(invoiceId, {}, actor)).toMatchObject({ __typename: expected });
  });

  it('a stay of nobody in particular: the terminal alone', async () => {
    const invoiceId = await money.issue({ customerId: null });
    expect(await money.pay(invoiceId, {}, driver)).toMatchObject({ __typename: 'NotFound' });
    expect(await money.pay(invoiceId, {}, terminal)).toMatchObject({
      __typename: 'PaymentReceived',
    });
  });
});
