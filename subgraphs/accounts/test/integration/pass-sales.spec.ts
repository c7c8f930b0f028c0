import { accountsEvents, anonymous, type Actor, type DataOf } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operator } from '../support/actors.js';
import { passWords, type PassWords } from '../support/passes.js';
import { newKey, runAccounts, type Driver, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
let words: PassWords;
let tenantId: string;
let facilityId: string;
let anna: Driver;

beforeAll(async () => {
  accounts = await runAccounts();
  tenantId = await accounts.tenant();
  facilityId = await accounts.facilityOf(tenantId);
  anna = await accounts.signUp();
  words = passWords(accounts, { tenantId, facilityId, holder: anna });
});
afterAll(() => accounts.stop());

describe('offering passes', () => {
  it('is for the tenant’s operators, with the currency and zone of the facilities', async () => {
    const answered = await words.offer({ months: 3 });
    expect(answered).toMatchObject({
      __typename: 'PassProductOffered',
      product: {
        months: 3,
        timeZone: 'Europe/Berlin',
        isOnSale: true,
        tenant: { id: tenantId },
        isForAllFacilities: false,
        facilities: [{ id: facilityId }],
        price: { amount: '80.00', currency: 'EUR' },
        taxPercent: '19',
      },
    });
    expect(await words.offer({ price: 'free' }).catch(() => 'no decimal')).toBe('no decimal');
    expect(await words.offer({ months: 40 })).toMatchObject({ __typename: 'InvalidInput' });
    const other = await accounts.facilityOf(await accounts.tenant());
    expect(await words.offer({ facilityIds: [other] })).toMatchObject({
      entity: 'Facility',
      key: other,
    });
    expect(await words.offer({}, operator(await accounts.tenant()))).toMatchObject({
      entity: 'Tenant',
    });
    const mutation =
      'mutation ($input: OfferPassProductInput!) { offerPassProduct(input: $input) { __typename } }';
    const input = { tenantId, name: 'X', facilityIds: [], price: '1', idempotencyKey: newKey() };
    expect(await accounts.codes(mutation, { input }, anna)).toEqual(['FORBIDDEN']);
  });

  it('once under a key', async () => {
    const idempotencyKey = newKey();
    const first = await words.offer({ idempotencyKey });
    expect(await words.offer({ idempotencyKey })).toEqual(first);
    expect(await words.offer({ idempotencyKey, months: 2 })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
  });

  it('shows to everybody what is sold where, and what is not any more to who sells it', async () => {
    const own = await accounts.tenant();
    const [here, there] = [await accounts.facilityOf(own), await accounts.facilityOf(own)];
    const sells = (input: object) =>
      words.productOf({ tenantId: own, facilityIds: [here], ...input }, operator(own));
    const [one, all, gone] = [await sells({}), await sells({ facilityIds: [] }), await sells({})];
    const change = (input: object) =>
      accounts.call(
        'changePassProduct',
        { passProductId: gone, ...input },
        '... on PassProductChanged { product { name isOnSale price { amount } taxPercent } }',
        operator(own),
      );
    expect(await change({ isOnSale: false, price: '90', taxPercent: null })).toEqual({
      __typename: 'PassProductChanged',
      product: {
        name: 'Month',
        isOnSale: false,
        price: { amount: '90' },
        taxPercent: null,
      },
    });
    const sold = async (args: string, actor: Actor = anonymous) => {
      const { passProducts } = await accounts.data<{
        passProducts: { edges: { node: { id: string } }[] };
      }>(`{ passProducts(first: 10, ${args}) { edges { node { id } } } }`, {}, actor);
      return passProducts.edges.map(({ node }) => node.id);
    };
    expect(await sold(`tenantId: "${own}"`)).toEqual([one, all]);
    expect(await sold(`facilityId: "${there}"`)).toEqual([all]);
    expect(await sold(`facilityId: "unknown"`)).toEqual([]);
    const withdrawn = `tenantId: "${own}", includeWithdrawn: true`;
    expect(await sold(withdrawn, operator(own))).toEqual([one, all, gone]);
    expect(await sold(withdrawn, operator(tenantId))).toEqual([one, all]);
    const { _entities } = await accounts.data<{ _entities: unknown[] }>(
      `{ _entities(representations: [{ __typename: "Facility", id: "${there}" },
          { __typename: "Facility", id: "unknown" }]) {
          ... on Facility { passProducts(first: 5) { edges { node { id } } } } } }`,
    );
    expect(_entities).toEqual([{ passProducts: { edges: [{ node: { id: all } }] } }, null]);
  });
});

describe('buying a pass', () => {
  it('orders it with the terms of the moment, and publishes it', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'DD-PASS 1');
    const bought = await words.buy({ passProductId: await words.productOf(), vehicleId });
    expect(bought).toMatchObject({
      __typename: 'PassBought',
      pass: {
        status: 'PENDING',
        registration: 'DDPASS1',
        facilities: [{ id: facilityId }],
        validFrom: '2026-05-03T22:00:00.000Z',
        validUntil: '2026-06-03T22:00:00.000Z',
        holder: { id: anna.customerId },
        vehicle: { id: vehicleId },
        activatedAt: null,
      },
    });
    const { id: passId } = bought['pass'] as { id: string };
    const [event] = await words.publishedOf(passId);
    expect(event).toMatchObject({ type: 'accounts.pass.bought.v1', aggregate_version: '1' });
    expect(accountsEvents.passBought.data.parse(event?.data)).toEqual({
      passId,
      tenantId,
      customerId: anna.customerId,
      registration: 'DDPASS1',
      facilityIds: [facilityId],
      status: 'PENDING',
      validFrom: '2026-05-03T22:00:00.000Z',
      validUntil: '2026-06-03T22:00:00.000Z',
      price: { amount: '80.00', currency: 'EUR', taxPercent: '19' },
    } satisfies DataOf<typeof accountsEvents.passBought>);
    const [entry] = await accounts.audit('accounts.pass.bought');
    expect(entry).toMatchObject({ entity_id: passId, tenant_id: tenantId, actor_id: anna.id });
    expect(JSON.stringify(entry?.changes)).not.toContain('DDPASS1');
  });

  it('is refused for another’s vehicle, an unknown or withdrawn offer, and a day that is over', async () => {
    const ben = await accounts.signUp();
    const [passProductId, vehicleId] = [
      await words.productOf(),
      await accounts.vehicleOf(anna, 'NO 1'),
    ];
    expect(await words.buy({ passProductId, vehicleId }, ben)).toMatchObject({ entity: 'Vehicle' });
    expect(await words.buy({ passProductId: newId(), vehicleId })).toMatchObject({
      entity: 'PassProduct',
    });
    expect(await words.buy({ passProductId, vehicleId, from: '2026-05-03' })).toMatchObject({
      field: 'from',
    });
    await accounts.call(
      'changePassProduct',
      { passProductId, isOnSale: false },
      '',
      operator(tenantId),
    );
    expect(await words.buy({ passProductId, vehicleId })).toMatchObject({
      __typename: 'PassProductWithdrawn',
      passProductId,
    });
  });

  it('of two at once for one vehicle and time gives one', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'RACE 1');
    const passProductId = await words.productOf();
    const answers = await Promise.all([1, 2, 3].map(() => words.buy({ passProductId, vehicleId })));
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([
      'PassBought',
      'PassOverlaps',
      'PassOverlaps',
    ]);
    const next = { passProductId, vehicleId, from: '2026-06-04' };
    expect(await words.buy(next)).toMatchObject({ __typename: 'PassBought' });
  });

  it('with the same key orders once', async () => {
    const vehicleId = await accounts.vehicleOf(anna, 'ONCE 1');
    const input = { passProductId: await words.productOf(), vehicleId, idempotencyKey: newKey() };
    const [first, second] = [await words.buy(input), await words.buy(input)];
    expect(second).toEqual(first);
    expect(await words.buy({ ...input, from: '2026-07-04' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
  });
});
