import type { Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actorWith,
  attendant,
  operator,
  otherDriver,
  stranger,
  terminal,
} from '../support/actors.js';
import { runMoney, type Result, type RunningMoney } from '../support/money.js';

let money: RunningMoney;
beforeAll(async () => {
  money = await runMoney();
});
afterAll(() => money.stop());

const idOf = ({ payment }: Result) => (payment as { id: string }).id;

const history = `query ($filter: PaymentFilter, $first: Int!, $after: String) {
  paymentHistory(filter: $filter, first: $first, after: $after) {
    edges { node { id status invoice { id } refunds { amount { amount } } } } pageInfo { hasNextPage endCursor } } }`;
interface History {
  readonly paymentHistory: {
    readonly edges: readonly {
      readonly node: { readonly id: string; readonly refunds: object[] };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}
const summary = `query ($customerId: ID) { customerSummary(customerId: $customerId) {
  currency invoiced { amount } owed { amount } overdue { amount } paid { amount } refunded { amount }
  credit { amount } openInvoices } }`;

/** A customer of its own, so that specs do not see each other's payments. */
function customer() {
  const customerId = newId();
  const actor = actorWith('DRIVER', { customerId });
  return { customerId, actor };
}

describe('the history of payments', () => {
  it('has ones own, the latest first, page by page, with what went back', async () => {
    const { customerId, actor } = customer();
    const ids: string[] = [];
    for (const token of ['tok_ok', 'tok_declined', 'tok_ok']) {
      money.clock.pass({ seconds: 1 });
      const invoiceId = await money.issue({ customerId });
      ids.unshift(idOf(await money.pay(invoiceId, { token }, actor)));
    }
    await money.refund(ids[0] ?? '', { amount: '2.00' });
    const first = await money.data<History>(history, { first: 2 }, actor);
    expect(first.paymentHistory.edges.map(({ node }) => node.id)).toEqual(ids.slice(0, 2));
    expect(first.paymentHistory.edges[0]?.node.refunds).toEqual([{ amount: { amount: '2.00' } }]);
    const { endCursor: after, hasNextPage } = first.paymentHistory.pageInfo;
    expect(hasNextPage).toBe(true);
    const second = await money.data<History>(history, { first: 2, after }, actor);
    expect(second.paymentHistory.edges.map(({ node }) => node.id)).toEqual(ids.slice(2));
  });

  it('of a customer or facility is for the staff there', async () => {
    const { customerId, actor } = customer();
    const id = idOf(await money.pay(await money.issue({ customerId }), {}, actor));
    const seen = async (filter: object, who: Actor) => {
      const { paymentHistory } = await money.data<History>(history, { filter, first: 100 }, who);
      return paymentHistory.edges.map(({ node }) => node.id);
    };
    expect(await seen({ customerId }, operator)).toEqual([id]);
    expect(await seen({ facilityId: 'facility-one' }, attendant)).toContain(id);
    expect(await seen({ customerId }, stranger)).toEqual([]);
    expect(await seen({ customerId }, otherDriver)).toEqual([]);
    expect(await seen({ customerId }, terminal)).toEqual([]);
  });

  it('shows a payment by id to the same people, and to the terminal of the tenant', async () => {
    const { customerId, actor } = customer();
    const id = idOf(await money.pay(await money.issue({ customerId }), {}, actor));
    const query = 'query ($id: ID!) { payment(id: $id) { id } }';
    for (const who of [actor, operator, terminal]) {
      expect(await money.data(query, { id }, who)).toEqual({ payment: { id } });
    }
    for (const who of [otherDriver, stranger]) {
      expect(await money.data(query, { id }, who)).toEqual({ payment: null });
    }
  });
});

describe('the summary of a customer', () => {
  it('says what is owed, overdue, paid, refunded and to be given back', async () => {
    const { customerId, actor } = customer();
    const paid = await money.pay(await money.issue({ customerId, totalMinor: 1000 }), {}, actor);
    await money.refund(idOf(paid), { amount: '1.00' });
    await money.issue({ customerId, totalMinor: 500, dueDays: 1 });
    money.clock.pass({ days: 2 });
    const open = await money.issue({ customerId, totalMinor: 300 });
    await money.pay(open, { amount: '1.00' }, actor);
    const over = await money.issue({ customerId, totalMinor: 400 });
    await money.pay(over, { token: 'tok_refund_declined' }, actor);
    await money.correct([over], { customerId, totalMinor: 250 });
    await money.until(async () =>
      expect(await money.data(summary, {}, actor)).toEqual({
        customerSummary: [
          {
            currency: 'EUR',
            invoiced: { amount: '20.50' },
            owed: { amount: '7.00' },
            overdue: { amount: '5.00' },
            paid: { amount: '15.00' },
            refunded: { amount: '1.00' },
            // The card's account was closed: somebody has to find another way.
            credit: { amount: '1.50' },
            openInvoices: 2,
          },
        ],
      }),
    );
  });

  it('of others is for staff, as far as it concerns their tenant', async () => {
    const { customerId } = customer();
    await money.issue({ customerId, totalMinor: 700 });
    const seen = (who: Actor) => money.data(summary, { customerId }, who);
    expect(await seen(operator)).toMatchObject({
      customerSummary: [{ owed: { amount: '7.00' } }],
    });
    for (const who of [stranger, otherDriver, terminal]) {
      expect(await seen(who)).toEqual({ customerSummary: [] });
    }
  });
});
