import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { admin, attendant, driver, operator, stranger } from '../support/actors.js';
import { expectSoundMoney } from '../support/money-invariants.js';
import { runMoney, type Result, type RunningMoney } from '../support/money.js';

let money: RunningMoney;
beforeAll(async () => {
  money = await runMoney();
});
afterEach(() => expectSoundMoney(money));
afterAll(() => money.stop());

const idOf = ({ payment }: Result) => (payment as { id: string }).id;

async function paid(totalMinor = 1000, token = 'tok_ok') {
  const invoiceId = await money.issue({ totalMinor });
  return { invoiceId, paymentId: idOf(await money.pay(invoiceId, { token })) };
}

describe('refunding a payment', () => {
  it('gives all of it back, and the invoice stays paid', async () => {
    const { invoiceId, paymentId } = await paid();
    expect(await money.refund(paymentId)).toMatchObject({
      __typename: 'RefundIssued',
      refund: { status: 'ISSUED', amount: { amount: '10.00' }, reason: 'Barrier was stuck' },
      payment: { refunded: { amount: '10.00' } },
    });
    expect(await money.receivable(invoiceId)).toMatchObject({ status: 'PAID', owedMinor: 0n });
    expect((await money.events(invoiceId)).at(-1)).toMatchObject({
      type: 'billing.refund.issued.v1',
      data: { paymentId, amountMinor: 1000, refundedMinor: 1000, reason: 'Barrier was stuck' },
    });
    const balances = await money.sql(
      `SELECT account, sum(amount_minor)::int AS minor FROM ledger_posting WHERE invoice_id = $1
       AND account IN ('REFUNDS', 'PROCESSOR_CLEARING', 'RECEIVABLE') GROUP BY 1 ORDER BY 1`,
      [invoiceId],
    );
    expect(balances).toEqual([
      { account: 'PROCESSOR_CLEARING', minor: 0 },
      { account: 'RECEIVABLE', minor: 0 },
      { account: 'REFUNDS', minor: 1000 },
    ]);
  });

  it('in parts never exceeds what was captured', async () => {
    const { paymentId } = await paid(1000);
    await money.refund(paymentId, { amount: '7.00' });
    expect(await money.refund(paymentId, { amount: '3.01' })).toMatchObject({
      __typename: 'AmountNotRefundable',
      refundable: { amount: '3.00' },
    });
    expect(await money.refund(paymentId)).toMatchObject({ refund: { amount: { amount: '3.00' } } });
    expect(await money.refund(paymentId)).toMatchObject({
      __typename: 'AmountNotRefundable',
      refundable: { amount: '0.00' },
    });
  });

  it('many at the same time give back no more than was captured', async () => {
    const { paymentId } = await paid(1000);
    const results = await Promise.all(
      [1, 2, 3, 4, 5].map(() => money.refund(paymentId, { amount: '4.00' })),
    );
    const issued = results.filter(({ __typename }) => __typename === 'RefundIssued');
    expect(issued).toHaveLength(2);
    expect(await money.payment(paymentId)).toMatchObject({
      refundedMinor: 800n,
      refundingMinor: 0n,
    });
  });

  it('happens once under its key', async () => {
    const { paymentId } = await paid();
    const request = { amount: '1.00', idempotencyKey: 'refund-once' };
    const first = await money.refund(paymentId, request);
    expect(await money.refund(paymentId, request)).toEqual(first);
    expect(await money.refund(paymentId, { ...request, amount: '2.00' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
    expect(await money.payment(paymentId)).toMatchObject({ refundedMinor: 100n });
  });

  it('that the processor declines holds nothing back', async () => {
    const { invoiceId, paymentId } = await paid(1000, 'tok_refund_declined');
    expect(await money.refund(paymentId)).toMatchObject({
      __typename: 'RefundDeclined',
      code: 'REFUND_DECLINED',
      refund: { status: 'DECLINED' },
    });
    expect(await money.payment(paymentId)).toMatchObject({ refundedMinor: 0n, refundingMinor: 0n });
    expect(await money.types(invoiceId)).not.toContain('billing.refund.issued.v1');
  });

  it.each(['tok_refund_timeout_then_ok', 'tok_refund_timeout_silent'])(
    'with %s ends in one known outcome',
    async (token) => {
      const { paymentId } = await paid(1000, token);
      const pending = await money.refund(paymentId, { amount: '4.00', idempotencyKey: token });
      expect(pending).toMatchObject({ __typename: 'RefundPending', refund: { status: 'UNKNOWN' } });
      expect(await money.refund(paymentId, { amount: '6.01' })).toMatchObject({
        __typename: 'AmountNotRefundable',
      });
      money.clock.pass({ seconds: 10 });
      await money.until(async () =>
        expect(await money.payment(paymentId)).toMatchObject({
          refundedMinor: 400n,
          refundingMinor: 0n,
        }),
      );
      const again = await money.refund(paymentId, { amount: '4.00', idempotencyKey: token });
      expect(again).toMatchObject({ __typename: 'RefundIssued' });
    },
  );

  it('needs a reason, an amount above zero, and something that was captured', async () => {
    const { paymentId } = await paid();
    expect(await money.refund(paymentId, { reason: ' ' })).toMatchObject({ field: 'reason' });
    expect(await money.refund(paymentId, { amount: '-1' })).toMatchObject({ field: 'amount' });
    const failed = idOf(await money.pay(await money.issue(), { token: 'tok_declined' }));
    expect(await money.refund(failed)).toMatchObject({
      __typename: 'PaymentNotCaptured',
      status: 'DECLINED',
    });
  });

  it('is for staff of the own tenant', async () => {
    const { paymentId } = await paid();
    expect(await money.refund(paymentId, {}, stranger)).toMatchObject({ __typename: 'NotFound' });
    await expect(money.refund(paymentId, {}, driver)).rejects.toThrow('FORBIDDEN');
    await expect(money.refund(paymentId, {}, attendant)).rejects.toThrow('FORBIDDEN');
    // Also where the operator of another tenant is the customer.
    const guest = { ...stranger, customerId: driver.customerId };
    expect(await money.refund(paymentId, {}, guest)).toMatchObject({ __typename: 'NotFound' });
    expect(await money.refund(paymentId, { amount: '1' }, admin)).toMatchObject({
      __typename: 'RefundIssued',
    });
    expect(await money.refund(paymentId, { amount: '1' }, operator)).toMatchObject({
      __typename: 'RefundIssued',
    });
  });
});

describe('a correction', () => {
  it('lets what was paid pay the invoice that stands in, and refunds what is above', async () => {
    const { invoiceId, paymentId } = await paid(1000);
    const next = await money.correct([invoiceId], { totalMinor: 700 });
    expect(await money.receivable(next ?? '')).toMatchObject({ status: 'PAID' });
    expect(await money.types(next ?? '')).toContain('billing.invoice.paid.v1');
    await money.until(async () =>
      expect(await money.payment(paymentId)).toMatchObject({
        refundedMinor: 300n,
        invoiceId: next,
      }),
    );
    const [refunds] = await money.sql(
      `SELECT coalesce(sum(amount_minor), 0)::int AS minor FROM ledger_posting
       WHERE account = 'REFUNDS' AND invoice_id IN ($1, $2)`,
      [invoiceId, next],
    );
    // What goes back was not owed: it is no loss.
    expect(refunds).toEqual({ minor: 0 });
  });

  it('that makes it dearer leaves the difference to be paid', async () => {
    const { invoiceId } = await paid(1000);
    const next = (await money.correct([invoiceId], { totalMinor: 1500 })) ?? '';
    expect(await money.receivable(next)).toMatchObject({ status: 'OPEN', owedMinor: 500n });
    expect(await money.pay(next)).toMatchObject({ payment: { amount: { amount: '5.00' } } });
    expect(await money.pay(invoiceId)).toMatchObject({ __typename: 'InvoiceNotPayable' });
  });

  it('without another invoice gives everything back', async () => {
    const { invoiceId, paymentId } = await paid(1000);
    await money.correct([invoiceId], null);
    await money.until(async () =>
      expect(await money.payment(paymentId)).toMatchObject({ refundedMinor: 1000n }),
    );
    expect(await money.receivable(invoiceId)).toMatchObject({ status: 'CANCELLED', owedMinor: 0n });
  });

  it('joins two invoices into one, whose payments refund from the latest on', async () => {
    const first = await paid(1000);
    money.clock.pass({ seconds: 60 });
    const second = await paid(500);
    const next =
      (await money.correct([first.invoiceId, second.invoiceId], { totalMinor: 800 })) ?? '';
    await money.until(async () => {
      expect(await money.payment(second.paymentId)).toMatchObject({ refundedMinor: 500n });
      expect(await money.payment(first.paymentId)).toMatchObject({ refundedMinor: 200n });
    });
    expect(await money.receivable(next)).toMatchObject({ status: 'PAID' });
  });

  it('counts what was given back out of goodwill before, so that nobody is compensated twice', async () => {
    const { invoiceId, paymentId } = await paid(1000);
    await money.refund(paymentId, { amount: '2.00' });
    await money.correct([invoiceId], { totalMinor: 700 });
    await money.until(async () =>
      expect(await money.payment(paymentId)).toMatchObject({
        refundedMinor: 300n,
        fundsMinor: 700n,
        goodwillMinor: 0n,
      }),
    );
  });

  it('while a payment is under way lets it pay what is owed now, and gives back what is above', async () => {
    const invoiceId = await money.issue({ totalMinor: 1000 });
    const pending = await money.pay(invoiceId, { token: 'tok_capture_timeout_silent' });
    expect(pending).toMatchObject({ __typename: 'PaymentPending' });
    const next = (await money.correct([invoiceId], { totalMinor: 600 })) ?? '';
    money.clock.pass({ seconds: 10 });
    await money.until(async () =>
      expect(await money.payment(idOf(pending))).toMatchObject({
        status: 'CAPTURED',
        invoiceId: next,
        refundedMinor: 400n,
      }),
    );
    expect(await money.receivable(next)).toMatchObject({ status: 'PAID' });
  });
});
