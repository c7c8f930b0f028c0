import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driver, operator, otherDriver } from '../support/actors.js';
import { minutes, passHeard, town, vehicleLeft, vehicleParked } from '../support/heard.js';
import { expectConsistency } from '../support/invariants.js';
import { runBilling, type RunningBilling } from '../support/running.js';

describe('passes', () => {
  let billing: RunningBilling;
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
    billing.clock.set(minutes(200));
  });
  afterAll(() => billing.stop());

  const invoicesOf = async (registration: string, actor = driver) => {
    const answered = await billing.data<{
      invoices: { edges: { node: { registration: string } }[] };
    }>(
      `{ invoices(first: 50) { edges { node { kind purpose status registration total { amount }
        tax { amount } lines { kind description } } } } }`,
      {},
      actor,
    );
    return answered.invoices.edges
      .map(({ node }) => node)
      .filter((node) => node.registration === registration)
      .toReversed();
  };

  it('are billed when they are ordered, once', async () => {
    const bought = passHeard('pass-one', 'PENDING', { registration: 'DDPA1' });
    await billing.hears(bought);
    await billing.hears(bought);
    expect(await invoicesOf('DDPA1')).toMatchObject([
      {
        ...{ kind: 'INVOICE', purpose: 'PASS', status: 'ISSUED' },
        ...{ total: { amount: '49.00' }, tax: { amount: '7.82' } },
        lines: [{ kind: 'PASS', description: 'Pass for DDPA1' }],
      },
    ]);
    expect(await invoicesOf('DDPA1', otherDriver)).toEqual([]);
    const issued = (await billing.outbox('billing.invoice.issued.v1')).at(-1);
    expect(issued?.data).toMatchObject({ passId: 'pass-one', parkingSessionId: null });
    const charged = (await billing.outbox('billing.charge.created.v1')).at(-1);
    expect(charged?.data).toMatchObject({
      ...{ kind: 'PASS', sourceType: 'PASS', sourceId: 'pass-one', inclTax: '49.00' },
    });
  });

  it('are taken back when they are cancelled before they came into force, and not later', async () => {
    const of = { registration: 'DDPA2', version: 2 };
    await billing.hears(passHeard('pass-two', 'PENDING', { ...of, version: 1 }));
    await billing.hears(passHeard('pass-two', 'CANCELLED', of));
    expect(await invoicesOf('DDPA2')).toMatchObject([
      { kind: 'INVOICE', status: 'CANCELLED' },
      { kind: 'CREDIT_NOTE', total: { amount: '-49.00' } },
    ]);
    await billing.hears(
      passHeard('pass-three', 'PENDING', { registration: 'DDPA3' }),
      passHeard('pass-three', 'ACTIVE', { registration: 'DDPA3' }),
      passHeard('pass-three', 'CANCELLED', { registration: 'DDPA3', version: 3 }),
    );
    expect(await invoicesOf('DDPA3')).toMatchObject([{ kind: 'INVOICE', status: 'ISSUED' }]);
    await expectConsistency(billing);
  });

  it('pay for parking from when they came into force until they end', async () => {
    const of = { registration: 'DDPA4' };
    await billing.hears(
      passHeard('pass-four', 'PENDING', { ...of, at: minutes(10) }),
      passHeard('pass-four', 'ACTIVE', { ...of, at: minutes(60) }),
      vehicleParked('stay-pass', of),
      vehicleLeft('stay-pass', minutes(180), of),
    );
    const [invoice] = await billing.documents('stay-pass', operator);
    expect(invoice).toMatchObject({ total: { amount: '2.00' } });
    expect(invoice?.lines.map(({ rule }) => rule)).toContain('pass');
  });
});
