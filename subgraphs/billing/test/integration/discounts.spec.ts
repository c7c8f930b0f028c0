import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driver, operator, otherDriver } from '../support/actors.js';
import { discountChanged, minutes, town, vehicleLeft, vehicleParked } from '../support/heard.js';
import { expectConsistency } from '../support/invariants.js';
import { runBilling, type RunningBilling } from '../support/running.js';

const euro = (amount: string) => ({ amount });

describe('discounts', () => {
  let billing: RunningBilling;
  let count = 0;
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
    billing.clock.set(minutes(50));
  });
  afterAll(() => billing.stop());

  async function parked(): Promise<string> {
    const stay = `stay-${(count += 1)}`;
    await billing.hears(vehicleParked(stay, { registration: `DDDI${count}` }));
    return stay;
  }
  const apply = (parkingSessionId: string, code: string, actor = driver) =>
    billing.mutate(
      'applyDiscount',
      { parkingSessionId, code },
      actor,
      `... on DiscountApplied { estimate { total { amount } lines { rule inclTax } } }
       ... on DiscountCodeNotApplicable { code obstacle } ... on NotFound { entity }`,
    );

  it('counts for the stay, once, in upper or lower case', async () => {
    await billing.hears(discountChanged('discount-half'));
    const stay = await parked();
    for (const code of ['shop', ' SHOP ']) {
      expect(await apply(stay, code)).toMatchObject({ estimate: { total: euro('1.00') } });
    }
    expect(await billing.sql('SELECT uses FROM discount')).toEqual([{ uses: 1 }]);
    await billing.hears(vehicleLeft(stay, minutes(50), { registration: `DDDI${count}` }));
    expect(await billing.documents(stay)).toMatchObject([{ total: euro('1.00') }]);
  });

  it('corrects what was settled before', async () => {
    const stay = await parked();
    await billing.settle(stay, driver);
    await apply(stay, 'SHOP', operator);
    const documents = await billing.documents(stay);
    expect(documents.filter(({ kind }) => kind === 'INVOICE')).toMatchObject([
      { status: 'CANCELLED', total: euro('2.00') },
      { status: 'ISSUED', total: euro('1.00') },
    ]);
    await expectConsistency(billing);
  });

  it('is used as often as it may be, whoever comes at once', async () => {
    await billing.hears(discountChanged('discount-three', { code: 'THREE', maximumUses: 3 }));
    const stays = [];
    for (let turn = 0; turn < 6; turn += 1) stays.push(await parked());
    const answers = await Promise.all(stays.map((stay) => apply(stay, 'THREE')));
    const applied = answers.filter(({ __typename }) => __typename === 'DiscountApplied');
    expect(applied).toHaveLength(3);
    expect(answers.filter(({ obstacle }) => obstacle === 'USED_UP')).toHaveLength(3);
  });

  it('refuses codes that do not count, and stays of others', async () => {
    const far = minutes(100_000).toISOString();
    await billing.hears(
      discountChanged('discount-ended', { code: 'ENDED', active: false }),
      discountChanged('discount-early', { code: 'EARLY', validFrom: far }),
      discountChanged('discount-late', { code: 'LATE', validUntil: minutes(10).toISOString() }),
      discountChanged('discount-away', { code: 'AWAY', facilityIds: ['facility-two'] }),
      discountChanged('discount-other', {
        code: 'POUNDS',
        reduction: { kind: 'AMOUNT', amount: '1.00', currency: 'GBP' },
      }),
    );
    const stay = await parked();
    const obstacles = {
      ...{ NONE: 'UNKNOWN', ENDED: 'NOT_ACTIVE', EARLY: 'NOT_YET_VALID', LATE: 'EXPIRED' },
      ...{ AWAY: 'OTHER_FACILITY', POUNDS: 'OTHER_CURRENCY' },
    };
    for (const [code, obstacle] of Object.entries(obstacles)) {
      expect(await apply(stay, code)).toMatchObject({
        ...{ __typename: 'DiscountCodeNotApplicable', code, obstacle },
      });
    }
    expect(await apply(stay, 'SHOP', otherDriver)).toMatchObject({ __typename: 'NotFound' });
    await billing.hears(vehicleLeft(stay, minutes(50), { registration: `DDDI${count}` }));
    expect(await apply(stay, 'SHOP')).toMatchObject({ __typename: 'StayNotOpen' });
  });
});
