import { beforeAll, expect, it } from 'vitest';
import { journey } from '../support/journey.js';
import { eventually } from '../support/eventually.js';
import { once, type Town, type Person } from '../support/town.js';

const tariff = (price: number) => ({
  currency: 'EUR',
  elements: [{ price_components: [{ type: 'ENERGY', price, vat: 19, step_size: 1 }] }],
});

export const prices = journey('what things cost', (open) => {
  let town: Town;
  let operator: Person & { readonly tenantId: string };
  let facilityId: string;
  beforeAll(async () => {
    town = open();
    operator = await town.operator('Elbe Parking');
    facilityId = await town.facility(operator, {
      name: 'Altmarkt',
      slots: { 'STANDARD ICE': 2 },
    });
  });

  /** What everybody sees on the map. */
  const map = async () => {
    const data = await town.must(
      `query ($id: ID!) { facility(id: $id) { name parkingPrice { inclTax currency }
        ratePlan { rules { name } } chargingTariff { number prices { price } } } }`,
      { id: facilityId },
    );
    return data['facility'];
  };

  it('is free until the operator says otherwise, by a command or by a setting', async () => {
    expect(await map()).toMatchObject({ parkingPrice: { inclTax: '0.00' }, ratePlan: null });
    const plan = await town.do(
      'createRatePlan',
      {
        idempotencyKey: once(),
        strategy: { name: 'City', facilityId, hourlyPrice: '2.00', taxPercent: '19' },
      },
      '... on RatePlanCreated { ratePlan { id } }',
      operator,
    );
    const ratePlanId = plan['ratePlan'].id as string;
    await town.do('assignRatePlan', { facilityId, ratePlanId }, '', operator);
    expect(await map()).toMatchObject({
      parkingPrice: { inclTax: '2.00', currency: 'EUR' },
      ratePlan: { rules: { name: 'City' } },
      chargingTariff: null,
    });

    const created = await town.do(
      'createTariff',
      { idempotencyKey: once(), name: 'Power', tariff: tariff(0.4) },
      '... on TariffCreated { tariff { id } }',
      operator,
    );
    const tariffId = created['tariff'].id as string;
    await town.do(
      'setConfig',
      {
        scope: 'FACILITY',
        scopeId: facilityId,
        key: 'pricing.chargingTariff',
        value: { text: tariffId },
      },
      '... on ConfigSet { setting { key } }',
      operator,
    );
    await eventually('the setting counts', async () => (await map()).chargingTariff !== null);

    const changed = await town.do(
      'changeTariff',
      { idempotencyKey: once(), tariffId, tariff: tariff(0.5) },
      '... on TariffChanged { version { number } }',
      operator,
    );
    expect(changed).toMatchObject({ version: { number: 2 } });
    expect(await map()).toMatchObject({
      chargingTariff: { number: 2, prices: [{ price: '0.5' }] },
    });
  });

  it('is told to whoever asks, with the code that they have, and explained', async () => {
    await town.do(
      'createDiscount',
      { idempotencyKey: once(), code: 'Market', name: 'Market day', reduction: { percent: '50' } },
      '',
      operator,
    );
    const from = new Date(Date.now() + 60_000);
    const answer = await town.do(
      'quoteParking',
      {
        idempotencyKey: once(),
        facilityId,
        from: from.toISOString(),
        to: new Date(from.getTime() + 3 * 3_600_000).toISOString(),
        discountCode: 'MARKET',
      },
      `... on PriceQuoted { quote { id status facility { name }
         price { inclTax lines { rule description inclTax } } invoiced { total { amount } tax { amount } } } }`,
    );
    expect(answer).toMatchObject({
      __typename: 'PriceQuoted',
      quote: {
        status: 'VALID',
        facility: { name: 'Altmarkt' },
        price: {
          inclTax: '3.00',
          lines: [
            { rule: 'tables.0.lines.0', inclTax: '6.00' },
            { description: 'Market day', inclTax: '-3.00' },
          ],
        },
        invoiced: { total: { amount: '3.00' }, tax: { amount: '0.48' } },
      },
    });
    const { quote } = await town.must(`query ($id: ID!) { quote(id: $id) { status } }`, {
      id: answer['quote'].id,
    });
    expect(quote).toEqual({ status: 'VALID' });
  });
});
