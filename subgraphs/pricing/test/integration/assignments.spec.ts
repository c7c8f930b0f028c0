import { facilitiesEvents, pricingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nobody, operator, otherOperator, otherTenantId, tenantId } from '../support/actors.js';
import { energyTariff, hourlyPlan, minutesFrom, noon } from '../support/builders.js';
import { runPricing, type RunningPricing } from '../support/running.js';

let context: RunningPricing;
beforeAll(async () => {
  context = await runPricing();
});
afterAll(() => context.stop());
beforeEach(() => context.goTo(noon));

const assign = (input: object, actor = operator) => context.mutate('assignTariff', input, actor);
const assignPlan = (input: object) => context.mutate('assignRatePlan', input);

/** Ids of the tariff and of the plan in force. */
async function inForce(facilityId: string, stationId: string | null = null, at = context.now()) {
  const answer = await context.data<{
    tariffInForce: { tariffId: string; number: number } | null;
    ratePlanInForce: { ratePlanId: string } | null;
  }>(
    `query ($facilityId: ID!, $stationId: ID, $at: DateTime) {
      tariffInForce(facilityId: $facilityId, stationId: $stationId, at: $at) { tariffId number }
      ratePlanInForce(facilityId: $facilityId, at: $at) { ratePlanId }
    }`,
    { facilityId, stationId, at },
    nobody,
  );
  const { tariffInForce, ratePlanInForce } = answer;
  return { tariff: tariffInForce?.tariffId ?? null, plan: ratePlanInForce?.ratePlanId ?? null };
}

describe('assignTariff and assignRatePlan', () => {
  it('count from now, and tell everybody in the order of the facility', async () => {
    const facilityId = await context.facility();
    const [tariffId, ratePlanId] = [
      await context.tariff(energyTariff()),
      await context.plan(hourlyPlan()),
    ];
    expect(await inForce(facilityId)).toEqual({ tariff: null, plan: null });
    expect(await assign({ facilityId, tariffId })).toMatchObject({
      __typename: 'TariffAssigned',
      assignment: {
        ...{ kind: 'TARIFF', origin: 'COMMAND', effectiveFrom: noon.toISOString() },
        ...{ facility: { id: facilityId }, station: null, tariff: { id: tariffId } },
        ratePlan: null,
      },
    });
    expect(await assignPlan({ facilityId, ratePlanId })).toMatchObject({
      __typename: 'RatePlanAssigned',
      assignment: { kind: 'RATE_PLAN', ratePlan: { id: ratePlanId }, tariff: null },
    });
    expect(await inForce(facilityId)).toEqual({ tariff: tariffId, plan: ratePlanId });
    const published = (await context.outbox()).slice(-2);
    expect(published).toMatchObject([
      { aggregate_type: 'facility_pricing', aggregate_id: facilityId, aggregate_version: 1 },
      { aggregate_type: 'facility_pricing', aggregate_id: facilityId, aggregate_version: 2 },
    ]);
    expect(pricingEvents.assignmentChanged.data.parse(published[0]?.data)).toMatchObject({
      ...{ tenantId, facilityId, stationId: null, kind: 'TARIFF', targetId: tariffId },
      effectiveFrom: noon.toISOString(),
    });
  });

  it('let a station differ from its facility, until that is taken away', async () => {
    const facilityId = await context.facility();
    const stationId = await context.station(facilityId);
    const [common, special] = [
      await context.tariff(energyTariff()),
      await context.tariff(energyTariff(0.5)),
    ];
    await assign({ facilityId, tariffId: common });
    await assign({ facilityId, stationId, tariffId: special });
    expect((await inForce(facilityId, stationId)).tariff).toBe(special);
    expect((await inForce(facilityId, 'another')).tariff).toBe(common);
    context.goTo(minutesFrom(noon, 10));
    await assign({ facilityId, stationId, tariffId: null });
    expect((await inForce(facilityId, stationId)).tariff).toBe(common);
    expect((await inForce(facilityId, stationId, noon)).tariff).toBe(special);
    await assign({ facilityId });
    expect((await inForce(facilityId, stationId)).tariff).toBeNull();
  });

  it('count from an instant to come, also before one that is scheduled', async () => {
    const facilityId = await context.facility();
    const [now, soon, later] = [
      await context.tariff(energyTariff()),
      await context.tariff(energyTariff()),
      await context.tariff(energyTariff()),
    ];
    await assign({ facilityId, tariffId: now });
    await assign({ facilityId, tariffId: later, effectiveFrom: minutesFrom(noon, 120) });
    await assign({ facilityId, tariffId: soon, effectiveFrom: minutesFrom(noon, 60) });
    const at = async (minutes: number) =>
      (await inForce(facilityId, null, minutesFrom(noon, minutes))).tariff;
    expect([await at(59), await at(60), await at(119), await at(120)]).toEqual([
      now,
      soon,
      soon,
      later,
    ]);
  });

  it('stay quiet about what is so already', async () => {
    const facilityId = await context.facility();
    const tariffId = await context.tariff(energyTariff());
    expect(await assign({ facilityId, tariffId: null })).toMatchObject({ assignment: null });
    const first = await assign({ facilityId, tariffId });
    const before = (await context.outbox()).length;
    context.goTo(minutesFrom(noon, 5));
    expect(await assign({ facilityId, tariffId })).toEqual(first);
    expect((await context.outbox()).length).toBe(before);
  });

  it('refuse what is not there, another currency and the past', async () => {
    const facilityId = await context.facility();
    const foreign = await context.facility({ tenantId: otherTenantId });
    const stationId = await context.station(foreign, { tenantId: otherTenantId });
    const tariffId = await context.tariff(energyTariff());
    const theirs = await context.tariff(energyTariff(), {}, otherOperator);
    const francs = await context.tariff(energyTariff(0.2, { currency: 'CHF' }));
    const missing = (entity: string) => ({ __typename: 'NotFound', entity });
    expect(await assign({ facilityId: foreign, tariffId })).toMatchObject(missing('Facility'));
    expect(await assign({ facilityId, tariffId: theirs })).toMatchObject(missing('Tariff'));
    expect(await assign({ facilityId, stationId, tariffId })).toMatchObject(missing('Station'));
    expect(await assignPlan({ facilityId, ratePlanId: tariffId })).toMatchObject(
      missing('RatePlan'),
    );
    expect(await assign({ facilityId, tariffId: francs })).toMatchObject({
      ...{ __typename: 'CurrencyMismatch', expected: 'EUR', actual: 'CHF' },
    });
    await assign({ facilityId, tariffId });
    context.goTo(minutesFrom(noon, 5));
    expect(await assign({ facilityId, tariffId: null, effectiveFrom: noon })).toMatchObject({
      ...{ __typename: 'EffectiveFromTooEarly', earliest: minutesFrom(noon, 5).toISOString() },
    });
  });

  it('are from a while ago only where there was never anything', async () => {
    const facilityId = await context.facility();
    const ago = minutesFrom(noon, -24 * 60);
    const tariffId = await context.tariff(energyTariff(), { effectiveFrom: ago });
    const fresh = await context.tariff(energyTariff());
    expect(await assign({ facilityId, tariffId: fresh, effectiveFrom: ago })).toMatchObject({
      ...{ __typename: 'EffectiveFromTooEarly', earliest: noon.toISOString() },
    });
    expect(await assign({ facilityId, tariffId, effectiveFrom: ago })).toMatchObject({
      __typename: 'TariffAssigned',
    });
    expect((await inForce(facilityId, null, ago)).tariff).toBe(tariffId);
    expect(await assign({ facilityId, tariffId: fresh, effectiveFrom: ago })).toMatchObject({
      __typename: 'EffectiveFromTooEarly',
    });
  });

  it('are never changed, whoever asks the database', async () => {
    await expect(context.sql('UPDATE assignment SET rule_set_id = NULL')).rejects.toThrow('never');
    await expect(context.sql('DELETE FROM assignment')).rejects.toThrow('never');
  });

  it('are listed for their staff, those to come first', async () => {
    const facilityId = await context.facility();
    const tariffId = await context.tariff(energyTariff());
    const ratePlanId = await context.plan(hourlyPlan());
    await assign({ facilityId, tariffId });
    await assignPlan({ facilityId, ratePlanId, effectiveFrom: minutesFrom(noon, 60) });
    const query = `query ($facilityId: ID!, $kind: PriceRulesKind, $after: String) {
      priceAssignments(facilityId: $facilityId, kind: $kind, first: 1, after: $after) {
        edges { node { kind } } pageInfo { hasNextPage endCursor } } }`;
    interface Answer {
      readonly priceAssignments: {
        readonly edges: { readonly node: { readonly kind: string } }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      };
    }
    const { priceAssignments: first } = await context.data<Answer>(query, { facilityId });
    expect(first).toMatchObject({
      edges: [{ node: { kind: 'RATE_PLAN' } }],
      pageInfo: { hasNextPage: true },
    });
    const after = first.pageInfo.endCursor;
    expect(
      (await context.data<Answer>(query, { facilityId, after })).priceAssignments,
    ).toMatchObject({ edges: [{ node: { kind: 'TARIFF' } }], pageInfo: { hasNextPage: false } });
    const plans = await context.data<Answer>(query, { facilityId, kind: 'TARIFF' });
    expect(plans.priceAssignments.edges).toHaveLength(1);
    const theirs = await context.data<Answer>(query, { facilityId }, otherOperator);
    expect(theirs.priceAssignments.edges).toEqual([]);
  });
});

describe('settings that name a tariff or plan', () => {
  const configured = (scopeId: string, value: string | null, otherwise: object = {}) =>
    context.hears(
      facilitiesEvents.configChanged,
      {
        ...{ key: 'pricing.chargingTariff', scope: 'FACILITY' as const, scopeId, tenantId },
        ...{ previous: null, value },
        ...otherwise,
      },
      { time: minutesFrom(context.now(), -1), actor: operator.id },
    );

  const ignored = async (facilityId: string) =>
    (
      await context.data<{ ignoredPriceSettings: { edges: { node: object }[] } }>(
        `query ($facilityId: ID!) { ignoredPriceSettings(facilityId: $facilityId, first: 10) {
          edges { node { key value reason stationId at } } } }`,
        { facilityId },
      )
    ).ignoredPriceSettings.edges.map(({ node }) => node);

  it('are assignments, the first from when they were set', async () => {
    const facilityId = await context.facility();
    const ago = minutesFrom(noon, -60);
    const [first, second] = [
      await context.tariff(energyTariff(), { effectiveFrom: ago }),
      await context.tariff(energyTariff(), { effectiveFrom: ago }),
    ];
    await configured(facilityId, first);
    expect((await inForce(facilityId, null, minutesFrom(noon, -1))).tariff).toBe(first);
    expect((await context.outbox()).at(-1)).toMatchObject({
      ...{ type: 'pricing.assignment.changed.v1', actor_id: operator.id },
    });
    context.goTo(minutesFrom(noon, 10));
    await configured(facilityId, second, { previous: first });
    expect((await inForce(facilityId, null, minutesFrom(noon, 9.5))).tariff).toBe(first);
    expect((await inForce(facilityId)).tariff).toBe(second);
    await configured(facilityId, null, { previous: second });
    expect((await inForce(facilityId)).tariff).toBeNull();
  });

  it('of a station count there', async () => {
    const facilityId = await context.facility();
    const tariffId = await context.tariff(energyTariff());
    await context.hears(facilitiesEvents.stationConfigUpdated, {
      ...{ stationId: 'station', facilityId, tenantId, key: 'pricing.chargingTariff' },
      ...{ previous: null, value: tariffId },
    });
    expect((await inForce(facilityId, 'station')).tariff).toBe(tariffId);
    expect((await inForce(facilityId)).tariff).toBeNull();
  });

  it('of a plan count for parking', async () => {
    const facilityId = await context.facility();
    const ratePlanId = await context.plan(hourlyPlan());
    await configured(facilityId, ratePlanId, { key: 'pricing.parkingRatePlan' });
    expect((await inForce(facilityId)).plan).toBe(ratePlanId);
  });

  it('that cannot be followed are kept with the reason', async () => {
    const facilityId = await context.facility();
    const theirs = await context.tariff(energyTariff(), {}, otherOperator);
    const francs = await context.tariff(energyTariff(0.2, { currency: 'CHF' }));
    const before = (await context.outbox()).length;
    await configured(facilityId, theirs);
    await configured(facilityId, francs);
    expect((await context.outbox()).length).toBe(before);
    expect(await ignored(facilityId)).toMatchObject([
      { value: francs, reason: 'The facility charges in EUR, and this is in CHF.' },
      {
        ...{ key: 'pricing.chargingTariff', value: theirs, stationId: null },
        reason: 'The tenant has none with this id.',
      },
    ]);
  });

  it('do not take back what was assigned since they were set', async () => {
    const facilityId = await context.facility();
    const ago = minutesFrom(noon, -60);
    const [set, assigned] = [
      await context.tariff(energyTariff(), { effectiveFrom: ago }),
      await context.tariff(energyTariff(), { effectiveFrom: ago }),
    ];
    await assign({ facilityId, tariffId: assigned });
    await configured(facilityId, set);
    expect((await inForce(facilityId)).tariff).toBe(assigned);
    expect(await ignored(facilityId)).toMatchObject([
      { value: set, reason: 'Something else was assigned since it was set.' },
    ]);
  });

  it('that say nothing new, are another’s or are a tenant’s do nothing', async () => {
    const facilityId = await context.facility();
    const tariffId = await context.tariff(energyTariff());
    const before = (await context.outbox()).length;
    await configured('unknown', null);
    await configured(facilityId, tariffId, { key: 'station.idleGrace' });
    await configured(tenantId, tariffId, { scope: 'TENANT' });
    expect((await context.outbox()).length).toBe(before);
    expect(await ignored(facilityId)).toEqual([]);
  });

  it('of a facility that is not known yet wait for it', async () => {
    await expect(configured('unknown', 'some-tariff')).rejects.toThrow('not known yet');
  });
});
