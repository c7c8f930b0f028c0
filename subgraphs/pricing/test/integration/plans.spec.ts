import { pricingEvents } from '@voltpark/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nobody, operator, otherOperator } from '../support/actors.js';
import { hourlyPlan, minutesFrom, noon } from '../support/builders.js';
import { runPricing, type RunningPricing } from '../support/running.js';

let context: RunningPricing;
beforeAll(async () => {
  context = await runPricing();
});
afterAll(() => context.stop());
beforeEach(() => context.goTo(noon));

const create = (input: object, actor = operator) => context.mutate('createRatePlan', input, actor);
const strategy = { name: 'City', strategy: 'PEAK_HOUR', currency: 'EUR', hourlyPrice: '2.00' };

describe('createRatePlan', () => {
  it('makes a plan from rules and tells everybody', async () => {
    const result = await create({
      plan: hourlyPlan('2.00', { resetAtLocalTime: '06:00', dailyMaximum: '12.00' }),
    });
    expect(result).toMatchObject({ __typename: 'RatePlanCreated', version: { number: 1 } });
    const { id } = result['ratePlan'] as { id: string };
    const published = (await context.outbox()).at(-1);
    expect(published).toMatchObject({
      ...{ type: 'pricing.rule.updated.v1', aggregate_type: 'rate_plan', aggregate_id: id },
      aggregate_version: 1,
    });
    expect(pricingEvents.ruleUpdated.data.parse(published?.data)).toMatchObject({
      ratePlanId: id,
      plan: {
        name: 'By the hour',
        taxIncluded: true,
        reset: { kind: 'AT_LOCAL_TIME', time: '06:00' },
        overlap: { parkingShareWhileCharging: '1', idleFee: 'REPLACES_PARKING' },
      },
    });
    const { ratePlan } = await context.data(
      `query ($id: ID!) { ratePlan(id: $id) { name versionAt { summary rules { resetAtLocalTime resetEveryMinutes
        dailyMaximum overlap { idleFee } tables { name drive sizes lines { type value incrementMinutes } } } } } }`,
      { id },
    );
    expect(ratePlan).toMatchObject({
      name: 'By the hour',
      versionAt: {
        rules: {
          ...{ resetAtLocalTime: '06:00', resetEveryMinutes: null, dailyMaximum: '12.00' },
          tables: [{ drive: 'ANY', lines: [{ type: 'INCREMENTING_RATE', value: '2.00' }] }],
        },
      },
    });
  });

  it('makes a plan from a strategy', async () => {
    const result = await create({ strategy });
    expect(result).toMatchObject({ __typename: 'RatePlanCreated', ratePlan: { name: 'City' } });
    const published = (await context.outbox()).at(-1);
    expect(published?.data['plan']).toMatchObject({ windows: [{ multiplier: '1.5' }, {}] });
  });

  it.each<[string, object]>([
    ['plan', {}],
    ['plan', { plan: hourlyPlan(), strategy }],
    [
      'plan.resetEveryMinutes',
      { plan: hourlyPlan('2.00', { resetAtLocalTime: '06:00', resetEveryMinutes: 60 }) },
    ],
    ['plan.currency', { plan: hourlyPlan('2.00', { currency: 'euro' }) }],
    ['plan.tables.0.lines.0.value', { plan: hourlyPlan('-2.00') }],
    [
      'plan.windows.0.from',
      {
        plan: hourlyPlan('2.00', {
          windows: [{ name: 'Night', from: '22:00:30', to: '06:00', multiplier: '1' }],
        }),
      },
    ],
    ['strategy.hourlyPrice', { strategy: { ...strategy, hourlyPrice: '-1' } }],
    ['strategy.currency', { strategy: { ...strategy, currency: null } }],
    ['strategy.strategy', { strategy: { ...strategy, strategy: null } }],
  ])('refuses a wrong %s by its place', async (field, input) => {
    expect(await create(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });
});

describe('changeRatePlan', () => {
  it('adds a version from now or later', async () => {
    const ratePlanId = await context.plan(hourlyPlan());
    const effectiveFrom = minutesFrom(noon, 60);
    const input = { ratePlanId, plan: hourlyPlan('3.00', { name: 'Dearer' }), effectiveFrom };
    expect(await context.mutate('changeRatePlan', input)).toMatchObject({
      __typename: 'RatePlanChanged',
      ratePlan: { id: ratePlanId, name: 'Dearer' },
      version: { number: 2, effectiveFrom: effectiveFrom.toISOString() },
    });
    const past = { ratePlanId, strategy, effectiveFrom: minutesFrom(noon, -1) };
    expect(await context.mutate('changeRatePlan', past)).toMatchObject({
      __typename: 'EffectiveFromTooEarly',
    });
    expect(await context.mutate('changeRatePlan', input, otherOperator)).toMatchObject({
      ...{ __typename: 'NotFound', entity: 'RatePlan' },
    });
  });
});

describe('ratePlanFromStrategy', () => {
  const propose = (input: object) =>
    context.data<{ ratePlanFromStrategy: Record<string, unknown> }>(
      `query ($input: RatePlanStrategyInput!) { ratePlanFromStrategy(input: $input) { __typename
        ... on RatePlanProposed { summary findings { code } rules { currency windows { name } overlap { parkingShareWhileCharging } } }
        ... on InvalidInput { field } ... on NotFound { entity } } }`,
      { input },
      nobody,
    );

  it('takes what it needs of a facility, and keeps nothing', async () => {
    const facilityId = await context.facility({ pricingStrategy: 'EV_OPTIMIZED', currency: 'CHF' });
    const before = (await context.outbox()).length;
    const { ratePlanFromStrategy } = await propose({ name: 'City', hourlyPrice: '2', facilityId });
    expect(ratePlanFromStrategy).toMatchObject({
      __typename: 'RatePlanProposed',
      rules: { currency: 'CHF', windows: [], overlap: { parkingShareWhileCharging: '0' } },
    });
    expect((await context.outbox()).length).toBe(before);
  });

  it('refuses numbers that do not fit, and facilities that are not there', async () => {
    const subscription = { ...strategy, strategy: 'SUBSCRIPTION' };
    expect((await propose(subscription)).ratePlanFromStrategy).toMatchObject({
      ...{ __typename: 'InvalidInput', field: 'input.dailyMaximum' },
    });
    expect((await propose({ ...strategy, facilityId: 'none' })).ratePlanFromStrategy).toMatchObject(
      {
        ...{ __typename: 'NotFound', entity: 'Facility' },
      },
    );
  });
});
