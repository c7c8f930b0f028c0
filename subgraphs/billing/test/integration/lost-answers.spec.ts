import { testDatabase } from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driver } from '../support/actors.js';
import { expectRestingMoney } from '../support/money-invariants.js';
import { newKey, runMoney, type Result, type RunningMoney } from '../support/money.js';

let money: RunningMoney;
beforeAll(async () => {
  money = await runMoney();
});
afterAll(async () => {
  await expectRestingMoney(money);
  await money.stop();
});

const idOf = ({ payment }: Result) => (payment as { id: string }).id;

async function pending(token: string) {
  const invoiceId = await money.issue();
  const idempotencyKey = newKey();
  const result = await money.pay(invoiceId, { token, idempotencyKey });
  expect(result).toMatchObject({ __typename: 'PaymentPending', payment: { status: 'UNKNOWN' } });
  return { invoiceId, idempotencyKey, token, paymentId: idOf(result) };
}

const becomes = (paymentId: string, row: object) =>
  money.until(async () => expect(await money.payment(paymentId)).toMatchObject(row));

describe('a processor that does not answer', () => {
  it.each([
    ['tok_timeout_then_ok', 'CAPTURED', 'PaymentReceived'],
    ['tok_timeout_silent', 'CAPTURED', 'PaymentReceived'],
    ['tok_capture_timeout_then_ok', 'CAPTURED', 'PaymentReceived'],
    ['tok_capture_timeout_silent', 'CAPTURED', 'PaymentReceived'],
    ['tok_timeout_then_declined', 'DECLINED', 'PaymentDeclined'],
  ])('with %s ends as %s', async (token, status, outcome) => {
    const { invoiceId, idempotencyKey, paymentId } = await pending(token);
    // As long as nobody knows, nobody else pays it.
    expect(await money.pay(invoiceId)).toMatchObject({ __typename: 'PaymentInProgress' });
    money.clock.pass({ seconds: 10 });
    await becomes(paymentId, { status });
    const again = await money.pay(invoiceId, { token, idempotencyKey });
    expect(again).toMatchObject({ __typename: outcome, payment: { id: paymentId, status } });
    const types = await money.types(invoiceId);
    expect(types.filter((type) => type.startsWith('billing.payment'))).toHaveLength(1);
  });

  it('nor ever got the request: it is given up, and the invoice can be paid', async () => {
    const { invoiceId, paymentId } = await pending('tok_lost');
    money.clock.pass({ seconds: 30 });
    await becomes(paymentId, { status: 'FAILED' });
    expect(await money.events(invoiceId)).toMatchObject([
      { type: 'billing.payment.failed.v1', data: { reason: 'NEVER_ARRIVED' } },
    ]);
    expect(await money.pay(invoiceId)).toMatchObject({ __typename: 'PaymentReceived' });
  });

  it('and gets the request only after it was given up, declines it', async () => {
    const { invoiceId, paymentId } = await pending('tok_late');
    money.clock.pass({ seconds: 15 });
    // The clock stands still: a minute later the request would have arrived, and not be given up.
    await money.soon(async () =>
      expect(await money.payment(paymentId)).toMatchObject({ status: 'FAILED' }),
    );
    money.clock.pass({ seconds: 120 });
    await money.until(async () =>
      expect(
        await money.sql(
          `SELECT w.id FROM simulated_webhook w JOIN simulated_operation o ON o.id = w.operation_id
           WHERE o.payment_id = $1`,
          [paymentId],
        ),
      ).toEqual([]),
    );
    expect(await money.payment(paymentId)).toMatchObject({ status: 'FAILED' });
    expect(await money.receivable(invoiceId)).toMatchObject({ status: 'OPEN', owedMinor: 1000n });
  });
});

describe('a processor that answers too often', () => {
  it.each(['tok_answers_twice', 'tok_webhook_first'])('with %s is heard once', async (token) => {
    const invoiceId = await money.issue();
    const paid = await money.pay(invoiceId, { token });
    expect(paid).toMatchObject({ __typename: 'PaymentReceived' });
    await money.refund(idOf(paid), { amount: '3.00' });
    money.clock.pass({ seconds: 1 });
    await money.until(async () =>
      expect(await money.sql('SELECT id FROM simulated_webhook')).toEqual([]),
    );
    expect(await money.types(invoiceId)).toEqual([
      'billing.payment.received.v1',
      'billing.invoice.paid.v1',
      'billing.refund.issued.v1',
    ]);
  });

  it('and says no and later yes, has to release what it set aside', async () => {
    const invoiceId = await money.issue();
    const declined = await money.pay(invoiceId, { token: 'tok_declined_then_ok' });
    expect(declined).toMatchObject({ __typename: 'PaymentDeclined' });
    money.clock.pass({ seconds: 10 });
    await money.until(async () =>
      expect(
        await money.sql(
          `SELECT outcome FROM simulated_operation WHERE kind = 'VOID' AND payment_id = $1`,
          [idOf(declined)],
        ),
      ).toEqual([{ outcome: 'APPROVED' }]),
    );
    await becomes(idOf(declined), { status: 'DECLINED' });
    expect(await money.types(invoiceId)).toEqual(['billing.payment.failed.v1']);
  });

  it('cannot capture what it authorised: it is released', async () => {
    const invoiceId = await money.issue();
    const declined = await money.pay(invoiceId, { token: 'tok_capture_declined' });
    expect(declined).toMatchObject({ __typename: 'PaymentDeclined', code: 'CARD_DECLINED' });
    const operations = await money.sql(
      `SELECT kind, outcome FROM simulated_operation WHERE payment_id = $1 ORDER BY kind`,
      [idOf(declined)],
    );
    expect(operations).toEqual([
      { kind: 'AUTHORISE', outcome: 'APPROVED' },
      { kind: 'CAPTURE', outcome: 'DECLINED' },
      { kind: 'VOID', outcome: 'APPROVED' },
    ]);
  });
});

describe('a restart', () => {
  it('leaves nothing unknown: the processor still knows what it was asked, and is asked', async () => {
    const database = await testDatabase('billing');
    const { clock } = money;
    const before = await runMoney({}, { databaseUrl: database.url, clock });
    const paymentIds: string[] = [];
    for (const token of ['tok_timeout_silent', 'tok_capture_timeout_silent', 'tok_lost']) {
      paymentIds.push(idOf(await before.pay(await before.issue(), { token })));
    }
    await before.stop();
    clock.pass({ days: 1 });
    const later = await runMoney({}, { databaseUrl: database.url, clock });
    try {
      await later.until(async () => {
        const rows = await Promise.all(paymentIds.map((id) => later.payment(id)));
        expect(rows.map(({ status }) => status)).toEqual(['CAPTURED', 'CAPTURED', 'FAILED']);
      });
      await expectRestingMoney(later);
    } finally {
      await later.stop();
      await database.dispose();
    }
  });
});

describe('a crash', () => {
  it('between what was meant and asking is found, and nothing is taken from somebody who has gone', async () => {
    const paid = await money.pay(await money.issue());
    const invoiceId = await money.issue();
    const { token, method, capture, tenantId, currency } = await money.payment(idOf(paid));
    const now = money.clock.now();
    const id = `crash-${invoiceId}`;
    await money.prisma.paymentRow.create({
      data: {
        ...{ id, invoiceId, token, method, capture, tenantId, currency },
        ...{ amountMinor: 1000n, createdAt: now, createdBy: 'driver', attendAt: now, version: 0 },
        status: 'CREATED',
      },
    });
    money.clock.pass({ seconds: 30 });
    await becomes(id, { status: 'FAILED' });
  });

  it('between the answer and its record is found by asking again', async () => {
    const invoiceId = await money.issue();
    const authorised = await money.choose(
      'authorisePayment',
      { invoiceId, method: 'CREDIT_CARD', token: 'tok_ok' },
      driver,
    );
    const id = idOf(authorised);
    // The capture was meant, and nobody remembers having asked for it.
    await money.sql(
      `UPDATE payment SET status = 'CAPTURING', capture_minor = 1000, authorised_at = NULL, expires_at = NULL,
         attend_at = $2 WHERE id = $1`,
      [id, money.clock.now()],
    );
    await becomes(id, { status: 'CAPTURED', capturedMinor: 1000n });
  });
});
