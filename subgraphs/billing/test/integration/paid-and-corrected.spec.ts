import type { Actor } from '@voltpark/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { driver, otherDriver, operator, terminal } from '../support/actors.js';
import {
  minutes,
  stayCorrected,
  town,
  vehicleLeft,
  vehicleLinked,
  vehicleParked,
} from '../support/heard.js';
import { expectConsistency } from '../support/invariants.js';
import { newKey, runBilling, type RunningBilling } from '../support/running.js';

const closed = { status: 'CLOSED', leftAt: minutes(90).toISOString() } as const;

describe('what was paid before a correction', () => {
  let billing: RunningBilling;
  let count = 0;
  let stay = '';
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
  });
  beforeEach(() => {
    stay = `stay-${(count += 1)}`;
    billing.clock.set(minutes(300));
  });
  afterAll(() => billing.stop());

  const pay = (invoiceId: string, actor: Actor) =>
    billing.mutate(
      'payInvoice',
      { idempotencyKey: newKey(), invoiceId, method: 'DEBIT_CARD', token: 'tok_ok' },
      actor,
      '... on PaymentReceived { payment { id } }',
    );

  /** What counts in the end: status and what is still owed. */
  async function standing() {
    const { invoices } = await billing.data<{
      invoices: { edges: { node: { kind: string; status: string } }[] };
    }>(
      `query ($stay: ID!) { invoices(filter: { parkingSessionId: $stay }, first: 20) {
        edges { node { kind status customer { id } total { amount } owed { amount } } } } }`,
      { stay },
    );
    return invoices.edges
      .map(({ node }) => node)
      .filter(({ kind, status }) => kind === 'INVOICE' && status !== 'CANCELLED');
  }

  async function billed(registration: string, customerId: string | null): Promise<string> {
    const of = { registration, customerId };
    await billing.hears(vehicleParked(stay, of), vehicleLeft(stay, minutes(90), of));
    const [invoice] = await billing.documents(stay);
    return invoice?.id ?? '';
  }

  it('pays the invoice that stands in, and the rest is owed', async () => {
    const invoiceId = await billed('DDPC1', 'customer-one');
    expect(await pay(invoiceId, driver)).toMatchObject({ __typename: 'PaymentReceived' });
    const after = { ...closed, registration: 'DDPC1', lostTicket: true };
    await billing.hears(stayCorrected(stay, 'LOST_TICKET', after, 3));
    expect(await standing()).toMatchObject([
      { status: 'ISSUED', total: { amount: '22.00' }, owed: { amount: '18.00' } },
    ]);
    await expectConsistency(billing);
  });

  it('goes back when another customer owes it', async () => {
    const invoiceId = await billed('DDPC2', 'customer-one');
    await pay(invoiceId, driver);
    const after = { ...closed, registration: 'DDPC3', customerId: 'customer-two' };
    await billing.hears(stayCorrected(stay, 'REGISTRATION', after, 3));
    expect(await standing()).toMatchObject([
      { status: 'ISSUED', customer: { id: 'customer-two' }, owed: { amount: '4.00' } },
    ]);
    expect(await billing.sql('SELECT amount_minor::int FROM refund')).toEqual([
      { amount_minor: 400 },
    ]);
    expect(await pay(invoiceId, driver)).not.toMatchObject({ __typename: 'PaymentReceived' });
    await expectConsistency(billing);
  });

  it('pays for the same vehicle when it turns out whose it is', async () => {
    const invoiceId = await billed('DDPC4', null);
    expect(await pay(invoiceId, terminal)).toMatchObject({ __typename: 'PaymentReceived' });
    await billing.hears(vehicleLinked('vehicle-four', 'DDPC4', 'customer-two', minutes(30)));
    expect(await standing()).toMatchObject([
      { status: 'PAID', customer: { id: 'customer-two' }, owed: { amount: '0.00' } },
    ]);
    await expectConsistency(billing);
  });

  it('says up to when parking is paid, for the exit to open', async () => {
    billing.clock.set(minutes(50));
    await billing.hears(vehicleParked(stay, { registration: 'DDPC5' }));
    const settled = await billing.settle(stay, driver);
    const { id } = settled['invoice'] as { id: string };
    expect(await pay(id, otherDriver)).toMatchObject({ __typename: 'NotFound' });
    await pay(id, driver);
    const paid = (await billing.outbox('billing.invoice.paid.v1')).at(-1);
    expect(paid?.data).toMatchObject({
      ...{ invoiceId: id, parkingSessionId: stay },
      parkingPaidUntil: minutes(50).toISOString(),
    });
  });
});

describe('many at once', () => {
  let billing: RunningBilling;
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
    billing.clock.set(minutes(300));
  });
  afterAll(() => billing.stop());

  it('get numbers without gaps, each once', async () => {
    const stays = Array.from({ length: 20 }, (_, place) => `stay-${place}`);
    for (const [place, id] of stays.entries()) {
      const of = { registration: `DDMA${place}` };
      await billing.arrive(vehicleParked(id, of));
      if (place % 4 !== 0) await billing.arrive(vehicleLeft(id, minutes(90), of));
    }
    const settling = stays
      .filter((_, place) => place % 4 === 0)
      .map((id) => billing.settle(id, operator));
    await Promise.all([billing.workedOff(), ...settling]);
    const numbers = await billing.sql<{ number: string }>(
      'SELECT number FROM invoice WHERE number IS NOT NULL ORDER BY number',
    );
    expect(numbers.map(({ number }) => number)).toEqual(
      stays.map((_, place) => `INV-2026-${String(place + 1).padStart(6, '0')}`),
    );
    await expectConsistency(billing);
  });
});
