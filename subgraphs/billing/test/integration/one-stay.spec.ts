import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driver } from '../support/actors.js';
import {
  minutes,
  period,
  sessionEnded,
  sessionStarted,
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
});
