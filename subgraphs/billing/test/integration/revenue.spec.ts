import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, attendant, operator, stranger } from '../support/actors.js';
import { minutes, stayCorrected, town, vehicleLeft, vehicleParked } from '../support/heard.js';
import { runBilling, type RunningBilling } from '../support/running.js';

const query = `query ($granularity: RevenueGranularity!, $from: LocalDate!, $to: LocalDate!) {
  revenueSummary(facilityId: "facility-one", granularity: $granularity, from: $from, to: $to) {
    revenue { amount currency } byKind { kind invoiced { amount } credited { amount } revenue { amount } }
    periods { from to revenue { amount } } } }`;

describe('revenue', () => {
  let billing: RunningBilling;
  beforeAll(async () => {
    billing = await runBilling();
    await billing.hears(...town());
  });
  afterAll(() => billing.stop());

  const ask = async (granularity: string, from: string, to: string, actor = operator) =>
    (await billing.data<{ revenueSummary: unknown }>(query, { granularity, from, to }, actor))
      .revenueSummary;

  it('counts by local days of the facility, credit notes when they were issued', async () => {
    // 23:30 in Berlin on the fourth, and half an hour past midnight on the fifth.
    const late = new Date('2026-05-04T21:30:00Z');
    const next = new Date('2026-05-04T22:30:00Z');
    billing.clock.set(late);
    await billing.hears(
      vehicleParked('stay-late', { registration: 'DDRE1' }),
      vehicleLeft('stay-late', minutes(60), { registration: 'DDRE1' }),
    );
    billing.clock.set(next);
    const closed = {
      status: 'CLOSED',
      leftAt: minutes(60).toISOString(),
      lostTicket: true,
    } as const;
    await billing.hears(
      stayCorrected('stay-late', 'LOST_TICKET', { ...closed, registration: 'DDRE1' }, 3),
    );
    expect(await ask('DAY', '2026-05-03', '2026-05-05')).toEqual({
      revenue: { amount: '18.49', currency: 'EUR' },
      byKind: [
        {
          ...{ kind: 'PARKING', invoiced: { amount: '11.77' }, credited: { amount: '-1.68' } },
          revenue: { amount: '10.09' },
        },
        {
          ...{ kind: 'PENALTY', invoiced: { amount: '8.40' }, credited: { amount: '0.00' } },
          revenue: { amount: '8.40' },
        },
      ],
      periods: [
        { from: '2026-05-03', to: '2026-05-03', revenue: { amount: '0.00' } },
        { from: '2026-05-04', to: '2026-05-04', revenue: { amount: '1.68' } },
        { from: '2026-05-05', to: '2026-05-05', revenue: { amount: '16.81' } },
      ],
    });
    expect(await ask('WEEK', '2026-05-01', '2026-05-31')).toMatchObject({
      periods: [{ from: '2026-05-01' }, { revenue: { amount: '18.49' } }, {}, {}, {}],
    });
    expect(await ask('MONTH', '2026-04-01', '2026-05-31', admin)).toMatchObject({
      periods: [{ revenue: { amount: '0.00' } }, { revenue: { amount: '18.49' } }],
    });
  });

  it('is for the operator alone', async () => {
    expect(await ask('DAY', '2026-05-04', '2026-05-04', stranger)).toBeNull();
    const variables = { granularity: 'DAY', from: '2026-05-04', to: '2026-05-04' };
    const refused = await billing.ask(query, variables, attendant);
    expect(refused.errors).toBeDefined();
  });

  it('is asked for a bounded time', async () => {
    for (const [from, to] of [
      ['2026-05-04', '2026-05-03'],
      ['2026-01-01', '2026-05-01'],
      ['0001-01-01', '9999-12-31'],
    ]) {
      const answer = await billing.ask(query, { granularity: 'DAY', from, to }, operator);
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });
});
