import { facilitiesEvents, pricingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { admin, driver, operator, otherOperator, tenantId } from '../support/actors.js';
import { energyTariff, minutesFrom, noon } from '../support/builders.js';
import { newKey, runPricing, type RunningPricing } from '../support/running.js';

let context: RunningPricing;
beforeAll(async () => {
  context = await runPricing();
  await context.hears(facilitiesEvents.tenantRegistered, { tenantId, name: 'Elbe Parking' });
});
afterAll(() => context.stop());
beforeEach(() => context.goTo(noon));

const create = (input: object = {}, actor = operator) =>
  context.mutate('createTariff', { name: 'Power', tariff: energyTariff(), ...input }, actor);

describe('createTariff', () => {
  it('makes a tariff with its first version and tells everybody', async () => {
    const result = await create({ name: ' Power ' });
    expect(result).toMatchObject({
      __typename: 'TariffCreated',
      tariff: { name: 'Power' },
      version: { number: 1, effectiveFrom: noon.toISOString() },
    });
    const { id } = result['tariff'] as { id: string };
    const published = (await context.outbox()).at(-1);
    expect(published).toMatchObject({
      ...{ type: 'pricing.tariff.changed.v1', aggregate_type: 'tariff', aggregate_id: id },
      ...{ aggregate_version: 1, actor_id: operator.id, tenant_id: tenantId },
    });
    expect(pricingEvents.tariffChanged.data.parse(published?.data)).toMatchObject({
      ...{ tariffId: id, name: 'Power', number: 1, tenantId },
      effectiveFrom: noon.toISOString(),
      tariff: energyTariff(),
    });
  });

  it('makes one tariff under one key', async () => {
    const input = { idempotencyKey: newKey() };
    const first = await create(input);
    const before = (await context.outbox()).length;
    expect(await create(input)).toEqual(first);
    expect((await context.outbox()).length).toBe(before);
    expect(await create({ ...input, name: 'Other' })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
    expect(await create({ idempotencyKey: '' })).toMatchObject({ field: 'idempotencyKey' });
  });

  it('refuses what is no tariff, by its place, and one that is from too long ago', async () => {
    const before = (await context.outbox()).length;
    const elements = [{ price_components: [{ type: 'ENERGY', price: 'cheap' }] }];
    expect(await create({ tariff: energyTariff(0, { elements }) })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'tariff.elements.0.price_components.0.price',
    });
    expect(await create({ effectiveFrom: minutesFrom(noon, -49 * 60) })).toMatchObject({
      __typename: 'EffectiveFromTooEarly',
      earliest: minutesFrom(noon, -48 * 60).toISOString(),
    });
    expect((await context.outbox()).length).toBe(before);
  });

  it('refuses a tariff that cannot be meant, and tells what may not be', async () => {
    const restrictions = { start_date: '2026-02-01', end_date: '2026-01-01' };
    const [element] = energyTariff().elements;
    const never = energyTariff(0, { elements: [{ ...element, restrictions }] });
    const result = await create({ tariff: never });
    const findings = result['findings'] as { severity: string; path: string }[];
    expect(result['__typename']).toBe('FaultyRules');
    expect(findings[0]).toMatchObject({ severity: 'ERROR' });
    expect(findings[0]?.path).toMatch(/^elements\.0/);

    const night = { start_time: '22:00', end_time: '06:00' };
    const gap = energyTariff(0, { elements: [{ ...element, restrictions: night }] });
    const created = await create({ tariff: gap });
    expect(created['__typename']).toBe('TariffCreated');
    expect(created['findings']).not.toEqual([]);
  });

  it('is for the staff of the tenant, and for administrators who say which', async () => {
    expect(await create({ tenantId }, otherOperator)).toMatchObject({
      ...{ __typename: 'NotFound', entity: 'Tenant' },
    });
    expect(await create({}, admin)).toMatchObject({ field: 'tenantId' });
    expect(await create({ tenantId: 'nobody' }, admin)).toMatchObject({ entity: 'Tenant' });
    expect(await create({ tenantId }, admin)).toMatchObject({ __typename: 'TariffCreated' });
    const input = { idempotencyKey: newKey(), name: 'Power', tariff: energyTariff() };
    const query = `mutation ($input: CreateTariffInput!) { createTariff(input: $input) { __typename } }`;
    expect(await context.codes(query, { input }, driver)).toEqual(['FORBIDDEN']);
    const text = { ...input, tariff: 'cheap' };
    expect(await context.codes(query, { input: text }, operator)).toEqual(['BAD_USER_INPUT']);
  });

  it('takes a tariff that stands in the document itself', async () => {
    const { createTariff } = await context.data(
      `mutation { createTariff(input: { idempotencyKey: "${newKey()}", name: "Literal", tariff: {
        currency: "EUR", elements: [{ price_components: [{ type: "ENERGY", price: 0.25, vat: 10, step_size: 1 }] }]
      } }) { __typename ... on TariffCreated { version { ocpi summary } } } }`,
    );
    expect(createTariff).toMatchObject({
      __typename: 'TariffCreated',
      version: { summary: ['0.25 EUR per kWh plus 10 % tax'] },
    });
  });
});

describe('changeTariff', () => {
  const change = (tariffId: string, input: object = {}, actor = operator) =>
    context.mutate('changeTariff', { tariffId, tariff: energyTariff(0.3), ...input }, actor);

  it('adds a version, with its name or the one before', async () => {
    const tariffId = await context.tariff(energyTariff());
    context.goTo(minutesFrom(noon, 60));
    expect(await change(tariffId)).toMatchObject({
      __typename: 'TariffChanged',
      tariff: { id: tariffId, name: 'Power' },
      version: { number: 2, name: 'Power', effectiveFrom: minutesFrom(noon, 60).toISOString() },
    });
    const later = minutesFrom(noon, 24 * 60);
    expect(await change(tariffId, { name: 'Renamed', effectiveFrom: later })).toMatchObject({
      tariff: { name: 'Renamed' },
      version: { number: 3, effectiveFrom: later.toISOString() },
    });
    const published = (await context.outbox()).filter(({ aggregate_id: id }) => id === tariffId);
    expect(published.map((row) => row.aggregate_version)).toEqual([1, 2, 3]);
  });

  it('refuses the past, another currency and what is not there for the one who asks', async () => {
    const tariffId = await context.tariff(energyTariff());
    expect(await change(tariffId, { effectiveFrom: minutesFrom(noon, -1) })).toMatchObject({
      __typename: 'EffectiveFromTooEarly',
    });
    const francs = energyTariff(0.3, { currency: 'CHF' });
    expect(await change(tariffId, { tariff: francs })).toMatchObject({ field: 'tariff.currency' });
    expect(await change('nothing')).toMatchObject({ __typename: 'NotFound', entity: 'Tariff' });
    expect(await change(tariffId, {}, otherOperator)).toMatchObject({ __typename: 'NotFound' });
    const planId = await context.plan({
      name: 'Plan',
      currency: 'EUR',
      tables: [{ name: 'All', lines: [{ type: 'FLAT_RATE', value: '1' }] }],
    });
    expect(await change(planId)).toMatchObject({ __typename: 'NotFound' });
  });

  it('numbers versions without gaps when many write at once', async () => {
    const tariffId = await context.tariff(energyTariff());
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        change(tariffId, { effectiveFrom: minutesFrom(noon, 10 * (index + 1)) }),
      ),
    );
    const done = results.filter(({ __typename }) => __typename === 'TariffChanged');
    const rows = await context.sql<{ number: number; effective_from: Date }>(
      'SELECT number, effective_from FROM rule_version WHERE rule_set_id = $1 ORDER BY number',
      [tariffId],
    );
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_row, index) => index + 1));
    expect(rows).toHaveLength(done.length + 1);
    const instants = rows.map(({ effective_from: from }) => from.getTime());
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });
});

describe('versions', () => {
  it('are never changed or removed, whoever asks the database', async () => {
    await context.tariff(energyTariff());
    for (const statement of [
      `UPDATE rule_version SET name = 'x'`,
      'DELETE FROM rule_version',
      'TRUNCATE rule_version CASCADE',
    ]) {
      await expect(context.sql(statement)).rejects.toThrow('never changed');
    }
  });

  it('are listed for their staff, the latest first, and readable', async () => {
    const tariffId = await context.tariff(energyTariff());
    await context.mutate('changeTariff', {
      ...{ tariffId, tariff: energyTariff(0.3), effectiveFrom: minutesFrom(noon, 60) },
    });
    const query = `query ($id: ID!, $after: String, $at: DateTime) { tariff(id: $id) {
      name currency versionAt(at: $at) { number ocpi prices { path dimension price taxPercent condition } }
      versions(first: 1, after: $after) { edges { cursor node { number summary } } pageInfo { hasNextPage endCursor } }
    } }`;
    interface Answer {
      readonly tariff: {
        readonly versions: { readonly pageInfo: { readonly endCursor: string } };
      } | null;
    }
    const first = await context.data<Answer>(query, { id: tariffId });
    expect(first.tariff).toMatchObject({
      currency: 'EUR',
      versionAt: {
        number: 1,
        ocpi: energyTariff(),
        prices: [
          { dimension: 'ENERGY', price: '0.25', taxPercent: '10', condition: null },
          { dimension: 'FLAT', price: '0.5', taxPercent: '20' },
        ],
      },
      versions: { edges: [{ node: { number: 2 } }], pageInfo: { hasNextPage: true } },
    });
    const after = first.tariff?.versions.pageInfo.endCursor;
    const at = minutesFrom(noon, -1);
    expect((await context.data<Answer>(query, { id: tariffId, after, at })).tariff).toMatchObject({
      versionAt: null,
      versions: { edges: [{ node: { number: 1 } }], pageInfo: { hasNextPage: false } },
    });
    expect((await context.data<Answer>(query, { id: tariffId }, otherOperator)).tariff).toBeNull();
    expect((await context.data<Answer>(query, { id: tariffId }, admin)).tariff).not.toBeNull();
  });

  it('are listed by tariff, a tenant’s own only', async () => {
    const mine = await context.tariff(energyTariff());
    const theirs = await context.tariff(energyTariff(), {}, otherOperator);
    const query = `{ tariffs(first: 100) { edges { node { id } } } }`;
    const ids = async (actor = operator) =>
      (
        await context.data<{ tariffs: { edges: { node: { id: string } }[] } }>(query, {}, actor)
      ).tariffs.edges.map(({ node }) => node.id);
    expect((await ids())[0]).toBe(mine);
    expect(await ids()).not.toContain(theirs);
    expect(await ids(otherOperator)).toEqual([theirs]);
    expect(await ids(admin)).toEqual(expect.arrayContaining([mine, theirs]));
  });

  it('are open to everybody who knows their id', async () => {
    const created = await create();
    const { id } = created['version'] as { id: string };
    const { _entities: entities } = await context.data(
      `query ($of: [_Any!]!) { _entities(representations: $of) { __typename
        ... on TariffVersion { id tariffId name number currency minimum { exclTax } idleFee { grace } } } }`,
      {
        of: [
          { __typename: 'TariffVersion', id },
          { __typename: 'RatePlanVersion', id },
        ],
      },
      driver,
    );
    expect(entities).toMatchObject([{ id, number: 1, minimum: null, idleFee: null }, null]);
  });
});
