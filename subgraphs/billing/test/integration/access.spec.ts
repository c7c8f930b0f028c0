import { anonymous, type Actor } from '@voltpark/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  admin,
  attendant,
  driver,
  operator,
  otherDriver,
  partner,
  stranger,
  strangeTerminal,
  terminal,
} from '../support/actors.js';
import { minutes, town, vehicleLeft, vehicleParked } from '../support/heard.js';
import { runBilling, type RunningBilling } from '../support/running.js';

describe('who sees what was billed', () => {
  let billing: RunningBilling;
  let invoiceId = '';
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
    billing.clock.set(minutes(90));
    await billing.hears(
      vehicleParked('stay-one'),
      vehicleLeft('stay-one', minutes(90)),
      vehicleParked('stay-open', { registration: 'DDOP1' }),
    );
    invoiceId = (await billing.documents('stay-one'))[0]?.id ?? '';
  });
  afterAll(() => billing.stop());

  const seeing: readonly (readonly [string, Actor, boolean])[] = [
    ['the one who owes it', driver, true],
    ['an operator of the tenant', operator, true],
    ['an attendant of the tenant', attendant, true],
    ['an admin', admin, true],
    ['another driver', otherDriver, false],
    ['an operator of another tenant', stranger, false],
    ['a pay terminal, after settlement', terminal, false],
    ['a partner', partner, false],
  ];

  it.each(seeing)('an invoice by id, in lists and by reference: %s', async (_who, actor, sees) => {
    const answered = await billing.data<Record<string, unknown>>(
      `query ($id: ID!, $of: [_Any!]!) {
        invoice(id: $id) { id }
        invoices(first: 5) { edges { node { id } } }
        _entities(representations: $of) {
          ... on Invoice { id } ... on ParkingSession { invoice { id } invoices(first: 5) { edges { node { id } } } }
          ... on Customer { invoices(first: 5) { edges { node { id } } } }
          ... on Facility { invoices(first: 5) { edges { node { id } } } } } }`,
      {
        id: invoiceId,
        of: [
          { __typename: 'Invoice', id: invoiceId },
          { __typename: 'ParkingSession', id: 'stay-one' },
          { __typename: 'Customer', id: 'customer-one' },
          { __typename: 'Facility', id: 'facility-one' },
        ],
      },
      actor,
    );
    const found = JSON.stringify(answered).includes(invoiceId);
    expect(found).toBe(sees);
    expect(answered['invoice'] !== null).toBe(sees);
  });

  it('nobody without signing in', async () => {
    for (const query of [
      `{ invoice(id: "${invoiceId}") { id } }`,
      '{ invoices(first: 1) { edges { cursor } } }',
      '{ myInvoices(first: 1) { edges { cursor } } }',
      '{ estimate(parkingSessionId: "stay-open") { until } }',
    ]) {
      expect((await billing.ask(query, {}, anonymous)).errors).toBeDefined();
    }
  });

  const estimating: readonly (readonly [string, Actor, boolean])[] = [
    ['its driver', driver, true],
    ['staff', attendant, true],
    ['a pay terminal', terminal, true],
    ['another driver', otherDriver, false],
    ['another tenant', stranger, false],
    ["another tenant's terminal", strangeTerminal, false],
  ];

  it.each(estimating)('what a stay costs now: %s', async (_who, actor, sees) => {
    const answered = await billing.data<{ estimate: unknown }>(
      `{ estimate(parkingSessionId: "stay-open") {
        until total { amount } toBeInvoiced { amount } invoiced { amount } lines { inclTax } chargingInProgress { id } } }`,
      {},
      actor,
    );
    expect(answered.estimate).toEqual(
      sees
        ? {
            ...{ until: minutes(90).toISOString(), total: { amount: '4.00' } },
            ...{ toBeInvoiced: { amount: '4.00' }, invoiced: { amount: '0.00' } },
            ...{ lines: [{ inclTax: '4.00' }], chargingInProgress: null },
          }
        : null,
    );
  });

  it('pages lists, the latest first', async () => {
    const page = async (after: string | null) => {
      const { invoices } = await billing.data<{
        invoices: {
          edges: { cursor: string; node: { id: string } }[];
          pageInfo: { hasNextPage: boolean };
        };
      }>(
        `query ($after: String) { invoices(first: 1, after: $after, filter: { facilityId: "facility-one" }) {
          edges { cursor node { id } } pageInfo { hasNextPage } } }`,
        { after },
      );
      return invoices;
    };
    const first = await page(null);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await page(first.edges[0]?.cursor ?? null);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(second.edges[0]?.node.id).not.toBe(first.edges[0]?.node.id);
  });

  it('is printed for whoever sees it', async () => {
    const { invoice } = await billing.data<{ invoice: { html: string; pdfBase64: string } }>(
      `{ invoice(id: "${invoiceId}") { html pdfBase64 } }`,
      {},
      driver,
    );
    expect(invoice.html).toContain('INV-2026-000001');
    expect(Buffer.from(invoice.pdfBase64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const [draft] = await billing.documents('stay-open');
    const answered = await billing.data(`{ invoice(id: "${draft?.id}") { html pdfBase64 } }`);
    expect(answered).toEqual({ invoice: { html: null, pdfBase64: null } });
  });

  it('keeps an issued invoice as it is, whoever tries', async () => {
    for (const change of [
      `UPDATE invoice SET total_minor = total_minor + 1, net_minor = net_minor + 1 WHERE id = '${invoiceId}'`,
      `UPDATE invoice SET customer_id = 'somebody' WHERE id = '${invoiceId}'`,
      `DELETE FROM invoice WHERE id = '${invoiceId}'`,
      `UPDATE charge SET incl_tax = '0' WHERE true`,
    ]) {
      await expect(billing.sql(change)).rejects.toThrow(/never/);
    }
  });
});
