import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driver } from '../support/actors.js';
import { minutes, town, vehicleLeft, vehicleParked } from '../support/heard.js';
import { owed, reservationEnded } from '../support/heard-reservations.js';
import { expectConsistency } from '../support/invariants.js';
import { runBilling, type RunningBilling } from '../support/running.js';

describe('reservations', () => {
  let billing: RunningBilling;
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
    billing.clock.set(minutes(200));
  });
  afterAll(() => billing.stop());

  interface Shown {
    readonly registration: string;
    readonly lines: readonly { readonly kind: string; readonly description: string }[];
  }
  const invoicesOf = async (registration: string) => {
    const { invoices } = await billing.data<{ invoices: { edges: { node: Shown }[] } }>(
      `{ invoices(first: 50) { edges { node { kind purpose status registration total { amount }
        tax { amount } lines { kind description } } } } }`,
      {},
      driver,
    );
    return invoices.edges
      .map(({ node }) => node)
      .filter((node) => node.registration === registration)
      .toReversed();
  };

  it('that were fulfilled stand on the invoice of their stay, in whatever order it is told', async () => {
    for (const isLate of [false, true]) {
      const id = `fulfilled-${isLate}`;
      const registration = isLate ? 'DDRS2' : 'DDRS1';
      const told = reservationEnded(id, 'FULFILLED', {
        ...{ registration, parkingSessionId: `stay-${id}` },
        charges: [owed('RESERVATION', 'BOOKED', '1.19')],
      });
      const stay = [
        vehicleParked(`stay-${id}`, { registration }),
        vehicleLeft(`stay-${id}`, minutes(90), { registration }),
      ];
      for (const one of isLate ? [...stay, told, told] : [told, ...stay]) await billing.hears(one);
      const live = (await invoicesOf(registration)).filter(
        (invoice) => (invoice as Shown & { status: string }).status === 'ISSUED',
      );
      const invoice = live.at(-1);
      expect(invoice).toMatchObject({ kind: 'INVOICE', purpose: 'STAY' });
      const kinds = invoice?.lines.map(({ kind }) => kind) ?? [];
      expect(kinds.filter((kind) => kind === 'RESERVATION')).toHaveLength(1);
      expect(kinds).toContain('PARKING');
    }
    await expectConsistency(billing);
  });

  it('that nobody came for, or that were called off late, have an invoice of their own, once', async () => {
    for (const [status, reason, registration] of [
      ['NO_SHOW', 'NO_SHOW', 'DDRS3'],
      ['CANCELED', 'CANCELED_LATE', 'DDRS4'],
    ] as const) {
      const told = reservationEnded(`over-${status}`, status, {
        ...{ registration, charges: [owed('PENALTY', reason, '5.00')] },
      });
      await billing.hears(told);
      await billing.hears(told);
      expect(await invoicesOf(registration)).toMatchObject([
        {
          ...{ kind: 'INVOICE', purpose: 'RESERVATION', status: 'ISSUED' },
          ...{ total: { amount: '5.00' }, tax: { amount: '0.80' } },
          lines: [{ kind: 'PENALTY' }],
        },
      ]);
    }
    const charged = (await billing.outbox('billing.charge.created.v1')).at(-1);
    expect(charged?.data).toMatchObject({
      ...{ kind: 'PENALTY', sourceType: 'RESERVATION', sourceId: 'over-CANCELED' },
      ...{ inclTax: '5.00', parkingSessionId: null },
    });
    await expectConsistency(billing);
  });

  it('that were called off in time cost nothing', async () => {
    await billing.hears(reservationEnded('free', 'CANCELED', { registration: 'DDRS5' }));
    expect(await invoicesOf('DDRS5')).toEqual([]);
  });
});
