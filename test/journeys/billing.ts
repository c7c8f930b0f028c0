import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { AtSite, chargingSite, plainTariff } from '../support/charging.js';
import type { Data } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { once, type Town } from '../support/town.js';

export const billing = journey('what happens to a bill', (open) => {
  let town: Town;
  let at: AtSite;
  beforeAll(async () => {
    town = open();
    at = new AtSite(town, await chargingSite(town));
  });

  /** A stay of two hours with 20 kWh, left and billed. */
  const billedStay = async (registration: string): Promise<{ stay: string; invoice: Data }> => {
    const stay = await at.arrives(registration, 120);
    const session = await at.plugsIn(stay, 110);
    await at.reads(session, [110, 0], [80, 20_000]);
    await at.unplugs(session, 80);
    expect(await at.leaves(stay)).toMatchObject({ __typename: 'VehicleLeft' });
    const [invoice] = await at.billed(stay);
    return { stay, invoice: invoice as Data };
  };

  it('readings that a station kept while it was offline change the bill: credit note, and the right one', async () => {
    const stay = await at.arrives('DD-OFF 1', 180);
    const session = await at.plugsIn(stay, 170);
    await at.reads(session, [170, 0], [160, 5_000]);
    // The line breaks; the plug is pulled and the car leaves. What the meter kept comes later, and in any order.
    await at.unplugs(session, 100);
    await at.leaves(stay);
    const [first] = await at.billed(stay);
    expect(sumOf(first, 'CHARGING')).toBeCloseTo(5 * 0.5 * 1.19, 6);
    const late = await at.reads(session, [110, 25_000], [140, 15_000], [160, 5_000], [125, 21_000]);
    expect(late).toMatchObject({ acceptedCount: 3, duplicateCount: 1 });
    const documents = await at.billed(stay, 3);
    expect(documents.map(({ kind }) => kind)).toEqual(['INVOICE', 'CREDIT_NOTE', 'INVOICE']);
    const [, credit, second] = documents;
    expect(Number(credit?.['total'].amount)).toBe(-Number(first?.['total'].amount));
    expect(sumOf(second, 'CHARGING')).toBeCloseTo(25 * 0.5 * 1.19, 6);
    expect(second?.['replaces']).toEqual({ id: first?.['id'] });
    expect(second?.['explanation'].length).toBeGreaterThan(0);
  });

  it('a plate that was misread is corrected after billing: the bill goes from nobody to its driver', async () => {
    const driver = await town.driver('DD-OK 8', { isElectric: true });
    const { stay, invoice } = await billedStay('DD-OK 3');
    expect(invoice['customer']).toBeNull();
    await town.do(
      'correctRegistration',
      { sessionId: stay, registration: 'DD-OK 8', reason: 'The camera took the 8 for a 3.' },
      '',
      at.site.operator,
    );
    const documents = await at.billed(stay, 3);
    const [, credit, again] = documents;
    expect(credit).toMatchObject({ kind: 'CREDIT_NOTE', credits: { id: invoice['id'] } });
    expect(again).toMatchObject({
      kind: 'INVOICE',
      customer: { id: driver.customerId },
      total: invoice['total'],
    });
    const { myInvoices } = await town.must(
      `{ myInvoices(first: 10) { edges { node { id status } } } }`,
      {},
      driver,
    );
    expect(myInvoices.edges).toEqual([{ node: { id: again?.['id'], status: 'ISSUED' } }]);
  });

  it('two pay at once, and it is paid once', async () => {
    const { invoice } = await billedStay('DD-TWO 2');
    const answers = await Promise.all([
      at.pays(invoice['id'], 'tok_ok'),
      at.pays(invoice['id'], 'tok_ok', at.site.operator),
    ]);
    expect(answers.filter(({ __typename }) => __typename === 'PaymentReceived')).toHaveLength(1);
    const { captured, owed } = await money(invoice['id']);
    expect({ captured, owed }).toEqual({ captured: invoice['total'].amount, owed: '0.00' });
  });

  it('a processor that does not answer in time leaves one known outcome', async () => {
    const { invoice } = await billedStay('DD-SLOW 1');
    const idempotencyKey = once();
    const asks = () => at.asksToPay(invoice['id'], 'tok_timeout_then_ok', idempotencyKey);
    await asks();
    await eventually('it turns out that the money was taken', async () => {
      const { owed } = await money(invoice['id']);
      return owed === '0.00';
    });
    expect(await asks()).toMatchObject({ __typename: 'PaymentReceived' });
    expect((await money(invoice['id'])).captured).toBe(invoice['total'].amount);
  });

  it('money goes back in parts, and never more than was taken', async () => {
    const { invoice } = await billedStay('DD-BACK 1');
    const { payment } = await at.pays(invoice['id'], 'tok_ok');
    const refund = (amount: string) =>
      town.do(
        'refundPayment',
        { paymentId: payment.id, amount, reason: 'The lift was broken.', idempotencyKey: once() },
        '',
        at.site.operator,
      );
    expect(await refund('5.00')).not.toHaveProperty('message');
    const rest = (Number(invoice['total'].amount) - 5).toFixed(2);
    const tooMuch = await refund((Number(rest) + 0.01).toFixed(2));
    expect(tooMuch).toHaveProperty('message');
    const both = await Promise.all([refund(rest), refund(rest)]);
    expect(both.filter((answer) => answer['message'] === undefined)).toHaveLength(1);
    // What the processor did not answer in time is found out a moment later.
    await eventually('all of it went back', async () => {
      const { refunded } = await money(invoice['id']);
      return refunded === invoice['total'].amount;
    });
  });

  it('a tariff that changes in mid-session changes nothing for it, and everything for the next', async () => {
    const stay = await at.arrives('DD-NEW 1', 120);
    const session = await at.plugsIn(stay, 110);
    await at.reads(session, [110, 0], [100, 5_000]);
    const [element] = plainTariff.elements;
    const dearer = {
      ...plainTariff,
      elements: [{ price_components: [{ ...element?.price_components[0], price: 5 }] }],
    };
    const changed = await town.do(
      'changeTariff',
      { tariffId: at.site.tariffId, tariff: dearer, idempotencyKey: once() },
      '',
      at.site.operator,
    );
    expect(changed).not.toHaveProperty('message');
    await at.reads(session, [80, 20_000]);
    await at.unplugs(session, 80);
    await at.leaves(stay);
    const [invoice] = await at.billed(stay);
    expect(sumOf(invoice, 'CHARGING')).toBeCloseTo(20 * 0.5 * 1.19, 6);

    // Whoever comes from now on pays the new price, as soon as charging has heard of it.
    let visits = 0;
    await eventually('a session by the new version', async () => {
      visits += 1;
      const later = new AtSite(town, at.site);
      const next = await later.arrives(`DD-NEXT ${visits}`, 0, 1);
      const id = await later.plugsIn(next, 0, 1);
      const { chargingSession } = await town.must(
        `query ($id: ID!) { chargingSession(id: $id) { tariffVersion { number } } }`,
        { id },
        at.site.operator,
      );
      await later.unplugs(id, 0);
      await later.leaves(next);
      return chargingSession.tariffVersion.number === 2;
    });
  });

  it('the books balance, and the revenue is what was billed', async () => {
    const { trialBalance } = await town.must(
      `{ trialBalance { sums { amount currency } } }`,
      {},
      at.site.operator,
    );
    expect(trialBalance.sums).toEqual([{ amount: '0.00', currency: 'EUR' }]);
  });

  const sumOf = (invoice: Data | undefined, kind: string): number =>
    ((invoice?.['lines'] ?? []) as { kind: string; inclTax: string }[])
      .filter((line) => line.kind === kind)
      .reduce((total, { inclTax }) => total + Number(inclTax), 0);

  const money = async (invoiceId: string) => {
    const { invoice } = await town.must(
      `query ($id: ID!) { invoice(id: $id) { owed { amount } payments { captured { amount } refunded { amount } } } }`,
      { id: invoiceId },
      at.site.operator,
    );
    const payments = invoice.payments as {
      captured: { amount: string };
      refunded: { amount: string };
    }[];
    const sum = (of: 'captured' | 'refunded') =>
      payments.reduce((total, payment) => total + Number(payment[of].amount), 0).toFixed(2);
    return {
      owed: invoice.owed.amount as string,
      captured: sum('captured'),
      refunded: sum('refunded'),
    };
  };
});
