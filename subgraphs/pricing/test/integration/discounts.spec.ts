import { facilitiesEvents, pricingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nobody, operator, otherOperator, otherTenantId, tenantId } from '../support/actors.js';
import { minutesFrom, noon } from '../support/builders.js';
import { newKey, runPricing, type Result, type RunningPricing } from '../support/running.js';

let context: RunningPricing;
beforeAll(async () => {
  context = await runPricing();
});
afterAll(() => context.stop());
beforeEach(() => context.goTo(noon));

let codes = 0;
const newCode = () => `CODE-${(codes += 1)}`;
const create = (input: object = {}, actor = operator) =>
  context.mutate(
    'createDiscount',
    { code: newCode(), name: 'Summer', reduction: { percent: '20' }, ...input },
    actor,
  );
const idOf = (result: Result) => (result['discount'] as { id: string }).id;
const change = (discountId: string, input: object, actor = operator) =>
  context.mutate('changeDiscount', { discountId, ...input }, actor);
const look = async (code: string, facilityId: string) =>
  (
    await context.data<{ discount: object | null }>(
      `query ($code: String!, $facilityId: ID!) { discount(code: $code, facilityId: $facilityId) { id name } }`,
      { code, facilityId },
      nobody,
    )
  ).discount;

describe('createDiscount', () => {
  it('makes a discount and tells everybody', async () => {
    const facilityId = await context.facility();
    const result = await create({
      ...{ code: 'Summer26', facilityIds: [facilityId, facilityId], maximumUses: 100 },
      validUntil: minutesFrom(noon, 60),
    });
    expect(result).toMatchObject({
      __typename: 'DiscountCreated',
      discount: {
        ...{ code: 'Summer26', active: true, facilityIds: [facilityId], maximumUses: 100 },
        ...{ appliesTo: 'PARKING', validFrom: noon.toISOString() },
        reduction: { __typename: 'PercentOff', percent: '20' },
      },
    });
    const published = (await context.outbox()).at(-1);
    expect(published).toMatchObject({ aggregate_type: 'discount', aggregate_version: 1 });
    expect(pricingEvents.discountChanged.data.parse(published?.data)).toMatchObject({
      ...{ discountId: idOf(result), tenantId, code: 'Summer26', active: true },
      reduction: { kind: 'PERCENT', percent: '20' },
    });
    expect(await create({ code: 'SUMMER26' })).toMatchObject({
      ...{ __typename: 'DiscountCodeTaken', discountId: idOf(result) },
    });
    expect(await create({ code: 'SUMMER26' }, otherOperator)).toMatchObject({
      __typename: 'DiscountCreated',
    });
  });

  it('takes amounts and free minutes', async () => {
    const amount = { amount: { amount: '5.00', currency: 'EUR' } };
    expect(await create({ reduction: amount, appliesTo: 'STAY' })).toMatchObject({
      discount: { reduction: { amount: { amount: '5.00', currency: 'EUR' } } },
    });
    expect(await create({ reduction: { freeMinutes: 30 } })).toMatchObject({
      discount: { reduction: { minutes: 30 } },
    });
  });

  it('gives a code once, however many ask at once', async () => {
    const code = newCode();
    const results = await Promise.all(Array.from({ length: 8 }, () => create({ code })));
    const made = results.filter(({ __typename }) => __typename === 'DiscountCreated');
    expect(made).toHaveLength(1);
  });

  it('makes one discount under one key', async () => {
    const input = { idempotencyKey: newKey(), code: newCode() };
    const first = await create(input);
    expect(await create(input)).toEqual(first);
  });

  it('refuses what does not hold together, and facilities of others', async () => {
    const francs = await context.facility({ currency: 'CHF' });
    const foreign = await context.facility({ tenantId: otherTenantId });
    expect(await create({ code: 'x' })).toMatchObject({ field: 'code' });
    expect(await create({ reduction: {} })).toMatchObject({ field: 'reduction' });
    expect(await create({ reduction: { percent: '5', freeMinutes: 5 } })).toMatchObject({
      field: 'reduction',
    });
    expect(await create({ facilityIds: [foreign] })).toMatchObject({
      ...{ __typename: 'NotFound', entity: 'Facility' },
    });
    const amount = { amount: { amount: '5.00', currency: 'EUR' } };
    expect(await create({ reduction: amount, facilityIds: [francs] })).toMatchObject({
      ...{ __typename: 'CurrencyMismatch', expected: 'CHF', actual: 'EUR' },
    });
  });
});

describe('changeDiscount and endDiscount', () => {
  it('change what is given and leave the rest', async () => {
    const id = idOf(await create({ maximumUses: 5, validUntil: minutesFrom(noon, 60) }));
    context.goTo(minutesFrom(noon, 5));
    expect(await change(id, { name: 'Autumn', validUntil: null })).toMatchObject({
      discount: { name: 'Autumn', validUntil: null, maximumUses: 5 },
    });
    const before = (await context.outbox()).length;
    expect(await change(id, { name: 'Autumn' })).toMatchObject({ discount: { name: 'Autumn' } });
    expect((await context.outbox()).length).toBe(before);
    expect(await change(id, { reduction: { percent: '50' } })).toMatchObject({
      discount: { reduction: { percent: '50' } },
    });
  });

  it('refuse what does not hold together, what has ended and what is another’s', async () => {
    const id = idOf(await create());
    expect(await change(id, { maximumUses: 0 })).toMatchObject({ field: 'maximumUses' });
    expect(await change(id, { reduction: {} })).toMatchObject({ field: 'reduction' });
    expect(await change(id, { name: 'x' }, otherOperator)).toMatchObject({
      __typename: 'NotFound',
    });
    expect(await change(id, { facilityIds: ['none'] })).toMatchObject({ entity: 'Facility' });
    const end = (actor = operator) => context.mutate('endDiscount', { discountId: id }, actor);
    expect(await end(otherOperator)).toMatchObject({ __typename: 'NotFound' });
    expect(await end()).toMatchObject({ discount: { active: false } });
    const published = (await context.outbox()).at(-1);
    expect(published?.data).toMatchObject({ discountId: id, active: false });
    expect(await end()).toMatchObject({ __typename: 'DiscountWasEnded' });
    expect(await change(id, { name: 'x' })).toMatchObject({ __typename: 'DiscountEnded' });
  });
});

describe('discount', () => {
  it('is there for those who have the code, where and when it counts', async () => {
    const facilityId = await context.facility();
    const other = await context.facility();
    const foreign = await context.facility({ tenantId: otherTenantId });
    const code = newCode();
    await create({ code, facilityIds: [facilityId], validUntil: minutesFrom(noon, 60) });
    expect(await look(` ${code.toLowerCase()}`, facilityId)).toMatchObject({ name: 'Summer' });
    expect(await look(code, other)).toBeNull();
    expect(await look(code, foreign)).toBeNull();
    expect(await look(code, 'nowhere')).toBeNull();
    expect(await look('NO-SUCH', facilityId)).toBeNull();
    context.goTo(minutesFrom(noon, 60));
    expect(await look(code, facilityId)).toBeNull();
  });

  it('is listed for its staff', async () => {
    const id = idOf(await create());
    const query = `{ discounts(first: 2) { edges { node { id } } pageInfo { hasNextPage } } }`;
    expect(await context.data(query)).toMatchObject({
      discounts: { edges: [{ node: { id } }, {}], pageInfo: { hasNextPage: true } },
    });
    const theirs = await context.data(query, {}, otherOperator);
    expect(JSON.stringify(theirs)).not.toContain(id);
    expect(await context.codes(query, {}, nobody)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('facilities that change', () => {
  it('are known as they are latest, in whatever order that is told', async () => {
    const facilityId = await context.facility({ currency: 'EUR' });
    const snapshot = { facilityId, tenantId, timeZone: 'Europe/Berlin', pricingStrategy: 'BASIC' };
    const tell = (currency: string, version: number) =>
      context.hears(facilitiesEvents.facilityUpdated, { ...snapshot, currency } as never, {
        version,
      });
    await tell('CHF', 3);
    await tell('GBP', 2);
    const amount = { amount: { amount: '5.00', currency: 'CHF' } };
    expect(await create({ reduction: amount, facilityIds: [facilityId] })).toMatchObject({
      __typename: 'DiscountCreated',
    });
  });
});
