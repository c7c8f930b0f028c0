import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nobody, operator, otherOperator } from '../support/actors.js';
import { energyTariff, hourlyPlan, minutesFrom, noon } from '../support/builders.js';
import { runPricing, type RunningPricing } from '../support/running.js';

let context: RunningPricing;
beforeAll(async () => {
  context = await runPricing();
});
afterAll(() => context.stop());

const at = (minutes: number) => minutesFrom(noon, minutes).toISOString();
const trace = (otherwise: object = {}) => ({
  time_zone: 'Europe/Berlin',
  periods: [{ start: at(0), end: at(120), activity: 'CHARGING', energy_wh: 20_000 }],
  ...otherwise,
});

const members = `__typename ... on PriceSimulated {
    price { currency exclTax inclTax lines { kind rule quantity unit unitPrice taxPercent exclTax inclTax start end description } }
    invoiced { total { amount } rates { taxPercent tax { amount } } } }
  ... on InvalidInput { field message } ... on NotFound { entity }`;

async function charging(input: object, actor = nobody) {
  const { simulateCharging } = await context.data<{ simulateCharging: Record<string, unknown> }>(
    `query ($input: SimulateChargingInput!) { simulateCharging(input: $input) { ${members} } }`,
    { input: { trace: trace(), ...input } },
    actor,
  );
  return simulateCharging;
}

async function parking(input: object, actor = nobody) {
  const { simulateParking } = await context.data<{ simulateParking: Record<string, unknown> }>(
    `query ($input: SimulateParkingInput!) { simulateParking(input: $input) { ${members} } }`,
    { input: { timeZone: 'Europe/Berlin', from: at(0), to: at(180), ...input } },
    actor,
  );
  return simulateParking;
}

describe('simulateCharging', () => {
  it('rates a session by a tariff, each line explained', async () => {
    expect(await charging({ tariff: energyTariff() })).toMatchObject({
      __typename: 'PriceSimulated',
      price: {
        ...{ currency: 'EUR', exclTax: '5.50', inclTax: '6.10' },
        lines: expect.arrayContaining([
          expect.objectContaining({
            ...{ kind: 'CHARGING', rule: 'elements.0.price_components.0', unit: 'kWh' },
            ...{ exclTax: '5.00', inclTax: '5.50', start: at(0), end: at(120) },
          }),
        ]),
      },
      invoiced: { total: { amount: '6.10' } },
    });
  });

  it('rates by a kept tariff for its staff, and by a version for everybody', async () => {
    const tariffId = await context.tariff(energyTariff());
    expect(await charging({ tariffId }, operator)).toMatchObject({ price: { inclTax: '6.10' } });
    expect(await charging({ tariffId }, otherOperator)).toMatchObject({ entity: 'Tariff' });
    expect(await charging({ tariffId }, nobody)).toMatchObject({ entity: 'Tariff' });
    const { tariff } = await context.data<{ tariff: { versionAt: { id: string } } }>(
      `query ($tariffId: ID!, $at: DateTime) { tariff(id: $tariffId) { versionAt(at: $at) { id } } }`,
      { tariffId, at: context.now() },
    );
    const tariffVersionId = tariff.versionAt.id;
    expect(await charging({ tariffVersionId })).toMatchObject({ price: { inclTax: '6.10' } });
    expect(await charging({ tariffVersionId: 'none' })).toMatchObject({ entity: 'TariffVersion' });
    const early = trace({
      periods: [{ start: at(-60), end: at(-30), activity: 'CHARGING', energy_wh: 1 }],
    });
    expect(await charging({ tariffId, trace: early }, operator)).toMatchObject({
      field: 'tariffId',
    });
  });

  it.each<[string, object]>([
    ['tariff', {}],
    ['tariff', { tariff: energyTariff(), tariffId: 'another' }],
    ['tariff.currency', { tariff: energyTariff(0.25, { currency: 'euro' }) }],
    ['trace.time_zone', { tariff: energyTariff(), trace: trace({ time_zone: 'Europe/Nowhere' }) }],
    ['trace.time_zone', { tariff: energyTariff(), trace: { periods: [] } }],
    [
      'trace.periods.0.end',
      {
        tariff: energyTariff(),
        trace: trace({ periods: [{ start: at(5), end: at(0), activity: 'IDLE' }] }),
      },
    ],
    [
      'trace.periods.1.start',
      {
        tariff: energyTariff(),
        trace: trace({
          periods: [
            { start: at(0), end: at(10), activity: 'IDLE' },
            { start: at(5), end: at(20), activity: 'IDLE' },
          ],
        }),
      },
    ],
    [
      'trace.periods.0.activity',
      {
        tariff: energyTariff(),
        trace: trace({ periods: [{ start: at(0), end: at(10), activity: 'SLEEPING' }] }),
      },
    ],
    [
      'trace.periods',
      {
        tariff: energyTariff(),
        trace: trace({
          periods: Array.from({ length: 2_001 }, (_, index) => ({
            ...{ start: at(index), end: at(index + 1), activity: 'IDLE' },
          })),
        }),
      },
    ],
  ])('refuses bad input at %s', async (field, input) => {
    expect(await charging(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });
});

describe('simulateParking', () => {
  it('rates a stay by a plan', async () => {
    expect(await parking({ plan: hourlyPlan() })).toMatchObject({
      price: { inclTax: '6.00', lines: [{ kind: 'PARKING', taxPercent: '19' }] },
      invoiced: { rates: [{ taxPercent: '19', tax: { amount: '0.96' } }] },
    });
    expect(
      await parking({ plan: hourlyPlan('2.00', { dailyMaximum: '5' }), lostTicket: true }),
    ).toMatchObject({
      price: { inclTax: '5.00' },
    });
  });

  it('rates by a kept plan for its staff', async () => {
    const ratePlanId = await context.plan(hourlyPlan());
    expect(await parking({ ratePlanId }, operator)).toMatchObject({ price: { inclTax: '6.00' } });
    expect(await parking({ ratePlanId }, otherOperator)).toMatchObject({ entity: 'RatePlan' });
    const tariffId = await context.tariff(energyTariff());
    expect(await parking({ ratePlanId: tariffId }, operator)).toMatchObject({ entity: 'RatePlan' });
  });

  it('takes passes, charging meanwhile and discounts into account', async () => {
    const plan = hourlyPlan('2.00', {
      overlap: { parkingShareWhileCharging: '0', idleFee: 'REPLACES_PARKING' },
    });
    const passes = [{ from: at(0), to: at(60) }];
    expect(await parking({ plan, passes })).toMatchObject({ price: { inclTax: '4.00' } });
    const sessions = [{ tariff: energyTariff(), trace: trace() }];
    expect(await parking({ plan, sessions })).toMatchObject({ price: { inclTax: '8.10' } });
    const discount = { reduction: { percent: '50' }, appliesTo: 'STAY' };
    expect(await parking({ plan, sessions, discount })).toMatchObject({
      price: { inclTax: '4.05' },
    });
  });

  it.each<[string, object]>([
    ['plan', {}],
    ['plan.currency', { plan: hourlyPlan('2.00', { currency: 'euro' }) }],
    [
      'plan.resetEveryMinutes',
      { plan: hourlyPlan('2.00', { resetAtLocalTime: '06:00', resetEveryMinutes: 5 }) },
    ],
    ['timeZone', { plan: hourlyPlan(), timeZone: 'Mars/Base' }],
    ['to', { plan: hourlyPlan(), to: at(0) }],
    ['to', { plan: hourlyPlan(), to: at(93 * 24 * 60) }],
    ['passes.0.to', { plan: hourlyPlan(), passes: [{ from: at(5), to: at(0) }] }],
    [
      'passes',
      {
        plan: hourlyPlan(),
        passes: Array.from({ length: 21 }, () => ({ from: at(0), to: at(1) })),
      },
    ],
    [
      'sessions',
      {
        plan: hourlyPlan(),
        sessions: Array.from({ length: 11 }, () => ({ tariff: energyTariff(), trace: trace() })),
      },
    ],
    ['sessions.0.tariff', { plan: hourlyPlan(), sessions: [{ trace: trace() }] }],
    [
      'sessions.0.tariff.currency',
      {
        plan: hourlyPlan(),
        sessions: [{ tariff: energyTariff(1, { currency: 'CHF' }), trace: trace() }],
      },
    ],
    [
      'sessions.0.trace.time_zone',
      {
        plan: hourlyPlan(),
        sessions: [{ tariff: energyTariff(), trace: trace({ time_zone: 'x' }) }],
      },
    ],
    ['discount.reduction', { plan: hourlyPlan(), discount: { reduction: {} } }],
    [
      'discount.reduction.percent',
      { plan: hourlyPlan(), discount: { reduction: { percent: '101' } } },
    ],
  ])('refuses bad input at %s', async (field, input) => {
    expect(await parking(input)).toMatchObject({ __typename: 'InvalidInput', field });
  });
});

describe('lintTariff and lintRatePlan', () => {
  const tariff = async (given: object, zone = 'Europe/Berlin') =>
    (
      await context.data<{ lintTariff: Record<string, unknown> }>(
        `query ($tariff: OcpiTariff!, $zone: String!) { lintTariff(tariff: $tariff, timeZone: $zone, year: 2026) {
          __typename ... on LintReport { findings { severity code path message } } ... on InvalidInput { field } } }`,
        { tariff: given, zone },
        nobody,
      )
    ).lintTariff;
  const plan = async (given: object) =>
    (
      await context.data<{ lintRatePlan: Record<string, unknown> }>(
        `query ($plan: RatePlanInput!) { lintRatePlan(plan: $plan, year: 2026) {
          __typename ... on LintReport { findings { severity code path } } ... on InvalidInput { field } } }`,
        { plan: given },
        nobody,
      )
    ).lintRatePlan;

  it('name elements that never count, gaps and clock changes', async () => {
    const [all] = energyTariff().elements;
    const report = await tariff(energyTariff(0, { elements: [all, all] }));
    expect(report).toMatchObject({ __typename: 'LintReport' });
    const shadowed = (report['findings'] as { code: string; path: string }[]).find(({ code }) =>
      code.startsWith('SHADOWED'),
    );
    expect(shadowed?.path).toMatch(/^elements\.1/);
    expect((await plan(hourlyPlan()))['__typename']).toBe('LintReport');
  });

  it('refuse what is no tariff or plan, and zones that are nowhere', async () => {
    expect(await tariff({})).toMatchObject({ __typename: 'InvalidInput' });
    expect(await tariff(energyTariff(), 'Mars/Base')).toMatchObject({ field: 'timeZone' });
    expect(await plan(hourlyPlan('-2'))).toMatchObject({ field: 'plan.tables.0.lines.0.value' });
  });
});
