import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  driver,
  operator,
  otherDriver,
  partner,
  stranger,
  strangeTerminal,
  terminal,
} from '../support/actors.js';
import {
  facilityRegistered,
  minutes,
  period,
  sessionEnded,
  sessionStarted,
  settingChanged,
  town,
  vehicleLeft,
  vehicleParked,
} from '../support/heard.js';
import { expectConsistency } from '../support/invariants.js';
import { newKey, runBilling, type RunningBilling } from '../support/running.js';

const euro = (amount: string) => ({ amount });

describe('settling before leaving', () => {
  let billing: RunningBilling;
  let count = 0;
  let stay = '';
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
  });
  beforeEach(async () => {
    stay = `stay-${(count += 1)}`;
    billing.clock.set(minutes(50));
    await billing.hears(vehicleParked(stay, { registration: `DDSE${count}` }));
  });
  afterAll(() => billing.stop());

  const leave = (at: number) =>
    billing.hears(vehicleLeft(stay, minutes(at), { registration: `DDSE${count}` }));

  it('issues the invoice up to now, and leaving within grace costs nothing more', async () => {
    expect(await billing.settle(stay, driver)).toMatchObject({
      __typename: 'StaySettled',
      invoice: { status: 'ISSUED', total: euro('2.00') },
      settledUntil: minutes(50).toISOString(),
      leaveBefore: minutes(65).toISOString(),
    });
    billing.clock.set(minutes(64));
    await leave(64);
    expect(await billing.documents(stay)).toMatchObject([
      { status: 'ISSUED', total: euro('2.00'), parkingPaidUntil: minutes(50).toISOString() },
    ]);
    await expectConsistency(billing);
  });

  it('takes the difference on a supplement when the grace is over', async () => {
    await billing.settle(stay, driver);
    billing.clock.set(minutes(66));
    await leave(66);
    const documents = await billing.documents(stay);
    expect(documents).toMatchObject([
      { purpose: 'STAY', total: euro('2.00') },
      { purpose: 'SUPPLEMENT', total: euro('2.00'), parkingPaidUntil: minutes(66).toISOString() },
    ]);
    expect(documents[1]?.lines).toMatchObject([
      { kind: 'PARKING', inclTax: '4.00' },
      { kind: 'PARKING', inclTax: '-2.00', rule: `invoice.${documents[0]?.number}` },
    ]);
    await expectConsistency(billing);
  });

  it('settles again when the grace is over, and not while it lasts', async () => {
    await billing.settle(stay, driver);
    billing.clock.set(minutes(60));
    expect(await billing.settle(stay, driver)).toMatchObject({
      settledUntil: minutes(50).toISOString(),
    });
    billing.clock.set(minutes(70));
    expect(await billing.settle(stay, driver)).toMatchObject({
      invoice: { total: euro('2.00') },
      invoices: [{}, {}],
      leaveBefore: minutes(85).toISOString(),
    });
    billing.clock.set(minutes(80));
    await leave(80);
    expect(await billing.documents(stay)).toHaveLength(2);
  });

  it('is free where nothing has been assigned, and that is an invoice of nothing', async () => {
    await billing.hears(facilityRegistered('facility-free'));
    const free = `${stay}-free`;
    await billing.hears(
      vehicleParked(free, { facilityId: 'facility-free', registration: 'DDFR1' }),
    );
    expect(await billing.settle(free, driver)).toMatchObject({
      invoice: { status: 'PAID', total: euro('0.00') },
    });
  });

  it('heeds the grace of the facility', async () => {
    await billing.hears(
      facilityRegistered('facility-slow'),
      settingChanged('facility-slow', 'parking.exitGrace', 'PT1H'),
    );
    const slow = `${stay}-slow`;
    await billing.hears(
      vehicleParked(slow, { facilityId: 'facility-slow', registration: 'DDSL1' }),
    );
    expect(await billing.settle(slow, driver)).toMatchObject({
      leaveBefore: minutes(110).toISOString(),
    });
  });

  it('refuses while charging goes on, and takes it when it is over', async () => {
    const session = `session-of-${stay}`;
    await billing.hears(sessionStarted(session, { parkingSessionId: stay }));
    expect(await billing.settle(stay, driver)).toMatchObject({
      __typename: 'ChargingInProgress',
      chargingSession: { id: session },
    });
    await billing.hears(
      sessionEnded(session, [period(1, 41, 'CHARGING', 10_000)], { parkingSessionId: stay }),
    );
    expect(await billing.settle(stay, driver)).toMatchObject({
      __typename: 'StaySettled',
      invoice: { total: euro('6.35') },
    });
  });

  it('refuses before the prices have arrived', async () => {
    const session = `session-of-${stay}`;
    const of = { parkingSessionId: stay, tariffVersionId: 'tariff-unheard-v1' };
    await billing.hears(
      sessionStarted(session, of),
      sessionEnded(session, [period(1, 41, 'CHARGING', 10_000)], of),
    );
    expect(await billing.settle(stay, driver)).toMatchObject({
      __typename: 'NotBillableYet',
      waitingFor: expect.stringContaining('tariff-unheard-v1'),
    });
  });

  it('refuses when the vehicle has left, and names the invoice', async () => {
    await leave(30);
    const [invoice] = await billing.documents(stay);
    expect(await billing.settle(stay, driver)).toMatchObject({
      __typename: 'StayNotOpen',
      latestInvoice: { id: invoice?.id },
    });
  });

  it('lets the owner, staff and pay terminals of the tenant settle, by registration too', async () => {
    for (const actor of [otherDriver, stranger, strangeTerminal]) {
      expect(await billing.settle(stay, actor)).toMatchObject({ __typename: 'NotFound' });
    }
    const asked = await billing.ask(
      'mutation ($input: SettleStayInput!) { settleStay(input: $input) { __typename } }',
      { input: { idempotencyKey: newKey(), parkingSessionId: stay } },
      partner,
    );
    expect(asked.errors?.[0]).toBeDefined();
    const both = { idempotencyKey: newKey(), parkingSessionId: stay, registration: 'DDSE' };
    const fields = '... on InvalidInput { field } ... on StaySettled { invoice { id } }';
    expect(await billing.mutate('settleStay', both, driver, fields)).toMatchObject({
      field: 'parkingSessionId',
    });
    const byPlate = { idempotencyKey: newKey(), registration: `dd-se ${count}` };
    expect(await billing.mutate('settleStay', byPlate, terminal, fields)).toMatchObject({
      __typename: 'StaySettled',
    });
    expect(await billing.settle(stay, operator)).toMatchObject({ __typename: 'StaySettled' });
  });

  it('does once what is asked twice under one key, also at once', async () => {
    const input = { idempotencyKey: newKey(), parkingSessionId: stay };
    const ask = () =>
      billing.mutate('settleStay', input, driver, '... on StaySettled { invoice { id } }');
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await billing.documents(stay)).toHaveLength(1);
    const other = { ...input, parkingSessionId: 'stay-1' };
    const reused = await billing.mutate('settleStay', other, driver, '');
    expect(reused).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('two who settle at once get one invoice', async () => {
    const answers = await Promise.all(
      [driver, operator, terminal].map((actor) => billing.settle(stay, actor)),
    );
    expect(answers.map(({ __typename }) => __typename)).toEqual([
      ...['StaySettled', 'StaySettled', 'StaySettled'],
    ]);
    expect(await billing.documents(stay)).toHaveLength(1);
    await expectConsistency(billing);
  });
});
