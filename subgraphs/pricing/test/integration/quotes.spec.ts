import { accountsEvents, pricingEvents, type DataOf } from '@voltpark/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  driver,
  nobody,
  operator,
  otherDriver,
  otherOperator,
  tenantId,
} from '../support/actors.js';
import { energyTariff, hourlyPlan, minutesFrom, noon } from '../support/builders.js';
import { newKey, runPricing, type Result, type RunningPricing } from '../support/running.js';

let context: RunningPricing;
let facilityId: string;
let stationId: string;
let free: string;
beforeAll(async () => {
  context = await runPricing();
  facilityId = await context.facility();
  free = await context.facility();
  stationId = await context.station(facilityId);
  const ratePlanId = await context.plan(
    hourlyPlan('2.00', {
      overlap: { parkingShareWhileCharging: '0', idleFee: 'REPLACES_PARKING' },
    }),
  );
  const idle = { price_per_hour: 6, vat: 20, grace_seconds: 0 };
  const tariffId = await context.tariff(energyTariff(0.25, { idle_fee: idle }));
  await context.mutate('assignRatePlan', { facilityId, ratePlanId });
  await context.mutate('assignTariff', { facilityId, tariffId });
});
afterAll(() => context.stop());
beforeEach(() => context.goTo(noon));

const hour = minutesFrom(noon, 60);
const parking = (input: object = {}, actor = nobody) =>
  context.mutate('quoteParking', { facilityId, to: hour, ...input }, actor);
const charging = (input: object = {}, actor = nobody) =>
  context.mutate(
    'quoteCharging',
    { stationId, connectorType: 'IEC_62196_T2', kWh: '20', ...input },
    actor,
  );
const stay = (input: object = {}) =>
  context.mutate('quoteStay', { facilityId, to: minutesFrom(noon, 180), ...input }, nobody);

interface Quoted {
  readonly id: string;
  readonly price: { readonly inclTax: string; readonly lines: { readonly inclTax: string }[] };
}
const quoteOf = (result: Result): Quoted => {
  expect(result['__typename']).toBe('PriceQuoted');
  return result['quote'] as Quoted;
};

describe('quoteParking', () => {
  it('says what a stay costs, exactly and as it would be invoiced, and keeps that', async () => {
    const result = await parking({ to: minutesFrom(noon, 61) });
    expect(result).toMatchObject({
      quote: {
        ...{ kind: 'PARKING', status: 'VALID', facility: { id: facilityId }, tariffVersion: null },
        ...{ from: noon.toISOString(), expiresAt: minutesFrom(noon, 15).toISOString() },
        price: { currency: 'EUR', inclTax: '4.00', lines: [{ kind: 'PARKING' }] },
        invoiced: {
          total: { amount: '4.00', currency: 'EUR' },
          net: { amount: '3.36' },
          tax: { amount: '0.64' },
          rates: [{ taxPercent: '19', gross: { amount: '4.00' } }],
        },
      },
    });
    const published = (await context.outbox()).at(-1);
    expect(published).toMatchObject({ aggregate_type: 'quote', aggregate_version: 1 });
    expect(pricingEvents.priceQuoted.data.parse(published?.data)).toMatchObject({
      ...{ quoteId: quoteOf(result).id, kind: 'PARKING', inclTax: '4.00', customerId: null },
      expiresAt: minutesFrom(noon, 15).toISOString(),
    });
  });

  it('is pinned to the version in force when the stay begins', async () => {
    const ratePlanId = await context.plan(hourlyPlan('2.00'));
    const place = await context.facility();
    await context.mutate('assignRatePlan', { facilityId: place, ratePlanId });
    const effectiveFrom = minutesFrom(noon, 30);
    const plan = hourlyPlan('5.00');
    await context.mutate('changeRatePlan', { ratePlanId, plan, effectiveFrom });
    const before = await parking({ facilityId: place, to: minutesFrom(noon, 120) });
    expect(quoteOf(before).price.inclTax).toBe('4.00');
    const after = await parking({
      ...{ facilityId: place, from: effectiveFrom, to: minutesFrom(noon, 90) },
    });
    expect(quoteOf(after).price.inclTax).toBe('5.00');
  });

  it('is free where no plan is', async () => {
    expect(await parking({ facilityId: free })).toMatchObject({
      quote: { ratePlanVersion: null, price: { inclTax: '0.00', lines: [] } },
    });
  });

  it('is one quote under one key', async () => {
    const input = { idempotencyKey: newKey() };
    const first = await parking(input, driver);
    context.goTo(minutesFrom(noon, 5));
    expect(await parking(input, driver)).toEqual(first);
    expect(await parking({ ...input, size: 'LARGE' }, driver)).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
  });

  it('refuses what cannot be quoted', async () => {
    expect(await parking({ facilityId: 'nowhere' })).toMatchObject({ entity: 'Facility' });
    expect(await parking({ to: noon })).toMatchObject({ field: 'to' });
    expect(await parking({ to: minutesFrom(noon, 93 * 24 * 60) })).toMatchObject({ field: 'to' });
    const long = minutesFrom(noon, 400 * 24 * 60);
    expect(await parking({ from: long, to: minutesFrom(long, 60) })).toMatchObject({
      field: 'from',
    });
    expect(await parking({ discountCode: 'NO-SUCH' })).toMatchObject({
      ...{ __typename: 'DiscountNotApplicable', code: 'NO-SUCH' },
    });
  });

  it('is computed for everybody only as far as that is little work', async () => {
    const minutely = { type: 'INCREMENTING_RATE', incrementMinutes: 1, value: '0.01' };
    const tables = [{ name: 'All', lines: [minutely] }];
    const ratePlanId = await context.plan(hourlyPlan('1', { tables }));
    const place = await context.facility();
    await context.mutate('assignRatePlan', { facilityId: place, ratePlanId });
    const to = (minutes: number) => ({ facilityId: place, to: minutesFrom(noon, minutes) });
    expect(await parking(to(24 * 60))).toMatchObject({ quote: { price: { inclTax: '14.40' } } });
    expect(await parking(to(20 * 24 * 60))).toMatchObject({
      ...{ __typename: 'InvalidInput', field: 'to' },
    });
  });

  it('has the discount in it that the driver names', async () => {
    await context.mutate('createDiscount', {
      ...{ code: 'Half', name: 'Half', reduction: { percent: '50' } },
    });
    const result = await parking({ discountCode: 'HALF' });
    expect(result).toMatchObject({
      quote: { price: { inclTax: '1.00' }, discount: { code: 'Half' } },
    });
    expect(quoteOf(result).price.lines).toHaveLength(2);
    expect(await charging({ discountCode: 'half' })).toMatchObject({
      __typename: 'DiscountNotApplicable',
    });
  });
});

describe('quoteCharging', () => {
  it('says what energy costs, and idling afterwards', async () => {
    // 20 kWh at 0.25 + 10 %, and 0.50 + 20 % once: the standard's own example.
    expect(await charging()).toMatchObject({
      quote: {
        kind: 'CHARGING',
        ratePlanVersion: null,
        price: { exclTax: '5.50', inclTax: '6.10' },
      },
    });
    // Half an hour of idling at 6 an hour, plus 20 %.
    expect(await charging({ idleMinutes: 30 })).toMatchObject({
      quote: { price: { exclTax: '8.50', inclTax: '9.70' } },
    });
  });

  it('takes the tariff of the station where it has one', async () => {
    const special = await context.station(facilityId);
    const tariffId = await context.tariff(energyTariff(1));
    await context.mutate('assignTariff', { facilityId, stationId: special, tariffId });
    expect(await charging({ stationId: special })).toMatchObject({
      quote: { price: { exclTax: '20.50' } },
    });
  });

  it('is free where no tariff is', async () => {
    const station = await context.station(free);
    expect(await charging({ stationId: station })).toMatchObject({
      quote: { tariffVersion: null, price: { inclTax: '0.00' } },
    });
  });

  it('refuses what cannot be charged', async () => {
    expect(await charging({ stationId: 'nowhere' })).toMatchObject({ entity: 'Station' });
    expect(await charging({ connectorType: 'CHADEMO' })).toMatchObject({
      ...{ __typename: 'NoSuchConnector' },
      connectorTypes: ['IEC_62196_T2', 'IEC_62196_T2_COMBO'],
    });
    expect(await charging({ kWh: '0' })).toMatchObject({ field: 'kWh' });
    expect(await charging({ powerKw: '12' })).toMatchObject({ field: 'powerKw' });
    expect(await charging({ at: minutesFrom(noon, -60 * 24 * 60) })).toMatchObject({ field: 'at' });
  });
});

describe('quoteStay', () => {
  const session = () => ({ stationId, connectorType: 'IEC_62196_T2', kWh: '11' });

  it('bills no minute twice: charging takes the place of parking, and so does idling', async () => {
    // One hour charging (11 kWh at 11 kW), one idle, one parked on with the plug out.
    const result = await stay({ charging: { ...session(), idleMinutes: 60 } });
    // 2.75 + 10 % and 0.50 + 20 % for charging, 6 + 20 % for idling, 2.00 for the third hour.
    expect(quoteOf(result).price.inclTax).toBe('12.825');
    expect(result).toMatchObject({ quote: { invoiced: { total: { amount: '12.83' } } } });
  });

  it('stays plugged in until the end unless told otherwise', async () => {
    const result = await stay({ charging: session() });
    // Two idle hours, no parking.
    expect(quoteOf(result).price.inclTax).toBe('18.025');
  });

  it('is parking alone without charging', async () => {
    const result = await stay();
    expect(quoteOf(result).price.inclTax).toBe('6.00');
  });

  it('has lines that sum to the total', async () => {
    const { price } = quoteOf(await stay({ charging: { ...session(), idleMinutes: 17 } }));
    const cents = price.lines.reduce(
      (sum, line) => sum + Math.round(Number(line.inclTax) * 1e6),
      0,
    );
    expect(cents).toBe(Math.round(Number(price.inclTax) * 1e6));
  });

  it('refuses charging that does not fit into the stay', async () => {
    const at = minutesFrom(noon, -1);
    expect(await stay({ charging: { ...session(), at } })).toMatchObject({ field: 'charging.at' });
    expect(await stay({ charging: { ...session(), kWh: '40' } })).toMatchObject({
      field: 'charging.kWh',
    });
    expect(await stay({ charging: { ...session(), idleMinutes: 121 } })).toMatchObject({
      field: 'charging.idleMinutes',
    });
    const elsewhere = await context.station(free);
    expect(await stay({ charging: { ...session(), stationId: elsewhere } })).toMatchObject({
      entity: 'Station',
    });
  });
});

describe('passes', () => {
  const pass = (otherwise: object = {}) =>
    ({
      ...{ passId: 'pass', tenantId, customerId: driver.customerId, registration: 'DDVP123' },
      ...{
        facilityIds: [],
        status: 'ACTIVE',
        validUntil: minutesFrom(noon, 100_000).toISOString(),
      },
      validFrom: minutesFrom(noon, -60).toISOString(),
      price: { amount: '80', currency: 'EUR', taxPercent: '19' },
      ...otherwise,
    }) as DataOf<typeof accountsEvents.passChanged>;
  const asked = async (input: object = {}, actor = driver) =>
    quoteOf(await parking({ registration: 'dd-vp 123', ...input }, actor)).price.inclTax;

  it('pay for the driver’s own vehicle once they are paid themselves, until they are cancelled', async () => {
    expect(await asked()).toBe('2.00');
    await context.hears(accountsEvents.passBought, pass({ status: 'PENDING' }));
    expect(await asked()).toBe('2.00');
    await context.hears(accountsEvents.passChanged, pass(), { version: 2 });
    expect(await asked()).toBe('0.00');
    expect(await asked({ registration: 'DD-XX 1' })).toBe('2.00');
    expect(await asked({ registration: null })).toBe('2.00');
    expect(await asked({}, otherDriver)).toBe('2.00');
    expect(await asked({}, nobody)).toBe('2.00');
    const late = { status: 'CANCELLED' };
    await context.hears(accountsEvents.passChanged, pass(late), { version: 3 });
    expect(await asked()).toBe('2.00');
  });

  it('pay where they are valid', async () => {
    const elsewhere = { passId: 'elsewhere', registration: 'DDVP9', facilityIds: [free] };
    await context.hears(accountsEvents.passChanged, pass(elsewhere));
    expect(await asked({ registration: 'DDVP9' })).toBe('2.00');
    const here = { ...elsewhere, facilityIds: [free, facilityId] };
    await context.hears(accountsEvents.passChanged, pass(here), { version: 2 });
    await context.hears(accountsEvents.passChanged, pass(elsewhere), { version: 1 });
    expect(await asked({ registration: 'DDVP9' })).toBe('0.00');
  });
});

describe('quote', () => {
  const read = async (id: string, actor = nobody) =>
    (
      await context.data<{ quote: object | null }>(
        `query ($id: ID!) { quote(id: $id) { id status price { inclTax } } }`,
        { id },
        actor,
      )
    ).quote;

  it('says that it has expired, and still what it said', async () => {
    const { id } = quoteOf(await parking());
    context.goTo(new Date(minutesFrom(noon, 15).getTime() - 1));
    expect(await read(id)).toMatchObject({ status: 'VALID' });
    context.goTo(minutesFrom(noon, 15));
    expect(await read(id)).toMatchObject({ status: 'EXPIRED', price: { inclTax: '2.00' } });
  });

  it('of a driver is for that driver and the staff', async () => {
    const { id } = quoteOf(await parking({}, driver));
    expect(await read(id, driver)).not.toBeNull();
    expect(await read(id, operator)).not.toBeNull();
    expect(await read(id, otherDriver)).toBeNull();
    expect(await read(id, otherOperator)).toBeNull();
    expect(await read(id)).toBeNull();
    expect(await read('nothing', driver)).toBeNull();
  });

  it('is deleted 30 days after it expired, and not before', async () => {
    const { id } = quoteOf(await parking());
    const expired = minutesFrom(noon, 15);
    context.goTo(minutesFrom(expired, 30 * 24 * 60));
    await context.keepHouse();
    expect(await read(id)).toMatchObject({ status: 'EXPIRED' });
    context.goTo(new Date(context.now().getTime() + 1));
    expect(await context.keepHouse()).toBeGreaterThan(0);
    expect(await read(id)).toBeNull();
  });

  it('is never changed, whoever asks the database', async () => {
    await parking();
    await expect(context.sql('UPDATE quote SET expires_at = now()')).rejects.toThrow('never');
  });
});

describe('prices on the map', () => {
  it('stand at facilities and stations, many at once', async () => {
    const { _entities: entities } = await context.data(
      `query ($of: [_Any!]!) { _entities(representations: $of) { __typename
        ... on Facility { id parkingPrice { inclTax currency } day: parkingPrice(minutes: 120) { inclTax }
          ratePlan { rules { name } } chargingTariff { name } }
        ... on Station { id tariff { name } } } }`,
      {
        of: [
          { __typename: 'Facility', id: facilityId },
          { __typename: 'Facility', id: free },
          { __typename: 'Facility', id: 'nowhere' },
          { __typename: 'Station', id: stationId },
          { __typename: 'Station', id: 'nowhere' },
        ],
      },
      nobody,
    );
    expect(entities).toMatchObject([
      {
        parkingPrice: { inclTax: '2.00', currency: 'EUR' },
        day: { inclTax: '4.00' },
        ratePlan: { rules: { name: 'By the hour' } },
        chargingTariff: { name: 'Power' },
      },
      { parkingPrice: { inclTax: '0.00' }, ratePlan: null, chargingTariff: null },
      null,
      { tariff: { name: 'Power' } },
      null,
    ]);
  });

  it('are of stays that end some day', async () => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Facility { parkingPrice(minutes: 1441) { inclTax } } } }`;
    const of = [{ __typename: 'Facility', id: facilityId }];
    expect(await context.codes(query, { of }, nobody)).toEqual(['BAD_USER_INPUT']);
  });
});
