import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driver } from '../support/actors.js';
import {
  facilityRegistered,
  minutes,
  period,
  planAssigned,
  ruleUpdated,
  sessionEnded,
  sessionStarted,
  sessionUpdated,
  stayCorrected,
  staySettled,
  town,
  vehicleLeft,
  vehicleParked,
} from '../support/heard.js';
import { runBilling, type RunningBilling } from '../support/running.js';

const words = `id kind purpose status number total { amount currency } net { amount } tax { amount }
  parkingPaidUntil lines { kind rule description quantity unit unitPrice inclTax }
  byKind { kind net { amount } gross { amount } }
  taxes { taxPercent gross { amount } exactGross roundingDifference }`;

describe('one stay, one invoice', () => {
  let billing: RunningBilling;
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
  });
  afterAll(() => billing.stop());

  const invoiceOf = async (id: string, actor = driver) => {
    const { _entities: found } = await billing.data<{ _entities: { invoice: unknown }[] }>(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ParkingSession { invoice { ${words} } } } }`,
      { of: [{ __typename: 'ParkingSession', id }] },
      actor,
    );
    return found[0]?.invoice;
  };

  it('gathers parking, charging and idling and bills them when the vehicle has left', async () => {
    const of = { slotKind: 'EV', isElectric: true } as const;
    await billing.hears(vehicleParked('stay-one', of));
    expect(await invoiceOf('stay-one')).toMatchObject({ status: 'DRAFT', number: null });
    await billing.hears(
      sessionStarted('session-one'),
      sessionEnded('session-one', [period(1, 61, 'CHARGING', 20_000), period(61, 101, 'IDLE')]),
    );
    billing.clock.set(minutes(180));
    await billing.hears(vehicleLeft('stay-one', minutes(180), of));
    expect(await invoiceOf('stay-one')).toMatchObject({ status: 'DRAFT' });
    await billing.hears(staySettled('stay-one', ['session-one']));
    const invoice = await invoiceOf('stay-one');
    expect(invoice).toMatchObject({ status: 'ISSUED', number: 'INV-2026-000001' });
  });

  it('says at any time what the stay costs, with what charging last told', async () => {
    const at = { parkingSessionId: 'stay-estimate' };
    billing.clock.set(minutes(50));
    await billing.hears(
      vehicleParked('stay-estimate', { registration: 'DDES1' }),
      sessionStarted('session-estimate', at),
      sessionUpdated(
        'session-estimate',
        { energyWh: 8_000, exclTax: '4.00', inclTax: '4.76', at: minutes(40) },
        at,
      ),
    );
    const ask = () =>
      billing.data(
        `{ estimate(parkingSessionId: "stay-estimate") { total { amount } until
          chargingInProgress { id } lines { kind quantity unit inclTax } } }`,
        {},
        driver,
      );
    expect(await ask()).toEqual({
      estimate: {
        ...{ total: { amount: '6.76' }, until: minutes(50).toISOString() },
        chargingInProgress: { id: 'session-estimate' },
        lines: [
          { kind: 'PARKING', quantity: '1', unit: 'increment', inclTax: '2.00' },
          { kind: 'CHARGING', quantity: '8.00', unit: 'kWh', inclTax: '4.76' },
        ],
      },
    });
    billing.clock.set(minutes(70));
    expect(await ask()).toMatchObject({ estimate: { total: { amount: '8.76' } } });
    const draft = await invoiceOf('stay-estimate');
    expect(draft).toMatchObject({ status: 'DRAFT', total: { amount: '8.76' } });
  });

  it('charges when a session ends, and again when that came to something else', async () => {
    const at = { parkingSessionId: 'stay-charges' };
    const ended = (energyWh: number, revision: number) =>
      sessionEnded('session-charges', [period(1, 61, 'CHARGING', energyWh)], {
        ...{ ...at, revision, version: revision + 1 },
      });
    await billing.hears(
      vehicleParked('stay-charges', { registration: 'DDCH1' }),
      sessionStarted('session-charges', at),
      ended(10_000, 1),
    );
    await billing.hears(ended(12_000, 2));
    const charges = (await billing.outbox('billing.charge.created.v1'))
      .map(({ data }) => data)
      .filter(({ sourceId }) => sourceId === 'session-charges');
    expect(charges).toMatchObject([
      { kind: 'CHARGING', inclTax: '5.95', replacesChargeId: null },
      { kind: 'CHARGING', inclTax: '7.14', replacesChargeId: charges[0]?.['chargeId'] },
    ]);
  });

  it('lets one that cannot be billed hold up no other, and tries it again', async () => {
    const from = new Date('2000-01-01T00:00:00Z');
    await billing.hears(
      facilityRegistered('facility-old'),
      ruleUpdated('plan-old', { from }),
      planAssigned('facility-old', 'plan-old', { from }),
    );
    const endless = {
      ...{ registration: 'DDEN1', facilityId: 'facility-old' },
      enteredAt: '2010-01-01T00:00:00.000Z',
    };
    await billing.arrive(
      vehicleParked('stay-endless', endless),
      vehicleLeft('stay-endless', minutes(60), endless),
    );
    // Several workers fail on it at once; that is one attempt.
    await Promise.all([billing.round(), billing.round(), billing.round()]);
    await expect(
      billing.hears(
        vehicleParked('stay-other', { registration: 'DDEN2' }),
        vehicleLeft('stay-other', minutes(60), { registration: 'DDEN2' }),
      ),
    ).rejects.toThrow(/not rated/);
    expect(await invoiceOf('stay-other')).toMatchObject({ status: 'ISSUED' });
    const [work] = await billing.sql('SELECT subject_id, attempts, due_at FROM work LIMIT 1');
    expect(work).toMatchObject({ subject_id: 'stay-endless', attempts: 1 });
    expect(work?.['due_at']).toEqual(new Date(billing.clock.now().getTime() + 1_000));
    // What staff set right has its effect at once.
    const leftAt = minutes(60).toISOString();
    const after = { registration: 'DDEN1', status: 'CLOSED', leftAt } as const;
    await billing.hears(
      stayCorrected('stay-endless', 'FORGOTTEN', after, 3, { facilityId: 'facility-old' }),
    );
    expect(await invoiceOf('stay-endless')).toMatchObject({
      ...{ status: 'ISSUED', total: { amount: '2.00' } },
    });
  });
});
