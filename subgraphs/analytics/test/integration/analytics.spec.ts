import {
  anonymous,
  catalog,
  contextOfType,
  scopesOf,
  type Actor,
  type Envelope,
  type Role,
} from '@voltpark/contracts';
import { administer, appendToOutbox, openBackbone, type Backbone } from '@voltpark/kit/backbone';
import { systemClock } from '@voltpark/kit/clock';
import { newId } from '@voltpark/kit/ids';
import { createLogger } from '@voltpark/kit/log';
import {
  testContext,
  testDatabase,
  testNats,
  type TestContext,
  type TestDatabase,
} from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { context as definition } from '../../src/main.js';
import * as history from '../support/history.js';

const sources = ['facilities', 'parking', 'charging', 'billing'];
const soon = { timeout: 45_000, interval: 50 };
let nats: Awaited<ReturnType<typeof testNats>>;
let databases: TestDatabase[];
let running: Backbone[];
let context: TestContext;

beforeAll(async () => {
  nats = await testNats();
  databases = await Promise.all(sources.map((source) => testDatabase(source)));
  running = sources.map((source, index) => {
    const backbone = openBackbone({
      ...{ context: source, databaseUrl: databases[index]?.url ?? '', natsUrl: nats.url },
      ...{ streamReplicas: 1, clock: systemClock, log: createLogger(source, 'silent') },
      catalog,
    });
    backbone.begin({
      transact: (work) => administer(databases[index]?.url ?? '', work),
      reactions: [],
    });
    return backbone;
  });
  const clock = { now: () => new Date(now) };
  context = await testContext(definition, { natsUrl: nats.url, clock });
  await happened([
    ...[history.facility(), history.station('station')],
    ...[history.occupied(1, 0, 2), history.occupied(2, 60, 5), history.occupied(3, 240, 8)],
    ...[history.parked('a', 10), history.left('a', 10, 70), history.parked('b', 250)],
    ...[history.charging('s', 15), history.charged('s', 15, 45, 9_000)],
    ...[
      history.issued('i1', 70, 1_000),
      history.issued('i2', 71, 2_001),
      history.issued('c1', 72, -1_000),
    ],
    ...[history.paid('p1', 73, 1_190)],
  ]);
});
afterAll(async () => {
  await context.stop();
  await Promise.all(running.map((backbone) => backbone.stop()));
  await Promise.all([nats.stop(), ...databases.map((database) => database.dispose())]);
});

/** Five hours into the history: 01:00 UTC, 02:00 in Berlin, where that hour is left out in this night. */
let now = history.at(300);

/** Events of others, through their outboxes and NATS as in real life. */
async function happened(events: readonly Envelope[]): Promise<void> {
  for (const [index, source] of sources.entries()) {
    const of = events.filter(({ type }) => contextOfType(type) === source);
    await administer(databases[index]?.url ?? '', (tx) => appendToOutbox(tx, of.map(draftOf)));
    running[index]?.ringDoorbell();
  }
  await vi.waitFor(async () => {
    const rows = await administer(context.databaseUrl, (tx) =>
      tx.$queryRawUnsafe<{ type: string; id: string; version: number }[]>(
        'SELECT aggregate_type AS type, aggregate_id AS id, version::int AS version FROM inbox_aggregate',
      ),
    );
    for (const { aggregatetype, subject, aggregateversion } of events) {
      const heard =
        rows.find(({ type, id }) => type === aggregatetype && id === subject)?.version ?? 0;
      expect(heard).toBeGreaterThanOrEqual(aggregateversion);
    }
  }, soon);
}

const draftOf = (event: Envelope) => ({
  ...{ id: newId(), type: event.type, key: event.key, aggregateType: event.aggregatetype },
  ...{ aggregateId: event.subject, aggregateVersion: event.aggregateversion, data: event.data },
  ...{ occurredAt: new Date(event.time), tenantId: history.tenantId, actorId: 'system' },
});

const staff = (tenantId: string | null, role: Role = 'OPERATOR'): Actor => ({
  ...{ kind: 'PERSON', id: 'somebody', roles: [role], scopes: scopesOf([role]) },
  ...{ tenantId, customerId: null },
});
const own = staff(history.tenantId);

async function ofFacility(fields: string, actor: Actor = own): Promise<Record<string, unknown>> {
  const { data, errors } = await context.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Facility { ${fields} } } }`,
    { of: [{ __typename: 'Facility', id: history.facilityId }] },
    actor,
  );
  expect(errors).toBeUndefined();
  const [facility] = (data as { _entities: Record<string, unknown>[] })._entities;
  if (facility === undefined) throw new Error('No facility came.');
  return facility;
}
const days = '(from: "2026-03-28", to: "2026-03-29")';

describe('occupancy', () => {
  it('is weighted by time, hour by hour, up to now, for everybody', async () => {
    const { occupancyHistory } = await ofFacility(
      `occupancyHistory(granularity: HOUR, from: "2026-03-28", to: "2026-03-29") { start taken percent known }`,
      anonymous,
    );
    expect(occupancyHistory).toEqual(
      [2, 5, 5, 5, 8].map((taken, hour) => ({
        ...{
          start: history.at(hour * 60),
          taken,
          percent: taken * 10,
          known: 1,
        },
      })),
    );
  });

  it('by days is that of the facility, whose day may have 23 hours', async () => {
    const { occupancyHistory } = await ofFacility(
      `occupancyHistory(granularity: DAY, from: "2026-03-28", to: "2026-03-29") { start end taken }`,
    );
    expect(occupancyHistory).toMatchObject([
      { end: expect.stringContaining('2026-03-28T23:00') as string, taken: 4 },
      { start: expect.stringContaining('2026-03-28T23:00') as string, taken: 6.5 },
    ]);
    expect(occupancyHistory).toMatchObject([
      {},
      { end: expect.stringContaining('T22:00') as string },
    ]);
  });

  it('has a pattern with its busiest and quietest hours', async () => {
    const { occupancyPattern } = await ofFacility(
      `occupancyPattern${days} { hours { weekday hour taken } busiest { hour } quietest { hour } }`,
    );
    expect(occupancyPattern).toMatchObject({
      hours: [
        ...[
          { weekday: 6, hour: 21, taken: 2 },
          { weekday: 6, hour: 22 },
          { weekday: 6, hour: 23 },
        ],
        ...[
          { weekday: 7, hour: 0, taken: 5 },
          { weekday: 7, hour: 1, taken: 8 },
        ],
      ],
    });
    expect(occupancyPattern).toMatchObject({
      busiest: [{ hour: 1 }, {}, {}],
      quietest: [{ hour: 21 }, {}, {}],
    });
  });

  it('is not told for more days than fit', async () => {
    const { errors } = await context.ask(
      `{ _entities(representations: [{ __typename: "Facility", id: "${history.facilityId}" }]) {
        ... on Facility { occupancyHistory(granularity: HOUR, from: "2026-01-01", to: "2026-03-01") { taken } } } }`,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('reports', () => {
  it('say how it performed', async () => {
    const { performance } = await ofFacility(
      `performance${days} { transactions revenue { amount } gross { amount } revenuePerTransaction { amount } averageStay }`,
    );
    expect(performance).toEqual({
      ...{ transactions: 1, revenue: { amount: '20.01' }, gross: { amount: '23.81' } },
      ...{ revenuePerTransaction: { amount: '20.01' }, averageStay: 'PT3600S' },
    });
  });

  it('say how it was used, what it earned and who came', async () => {
    const reports = await ofFacility(
      `usageReport${days} { entries exits entriesByHour }
       revenueReport${days} { received { amount } rows { date kind revenue { amount } } }
       vehicleTypes${days} { size electric stays percent }
       stationUtilisation${days} { name sessions energyWh interrupted utilisationPercent }`,
    );
    expect(reports).toMatchObject({
      usageReport: { entries: 2, exits: 1 },
      revenueReport: {
        received: { amount: '11.90' },
        rows: [{ date: '2026-03-28', kind: 'PARKING', revenue: { amount: '20.01' } }],
      },
      vehicleTypes: [{ size: 'STANDARD', electric: true, stays: 2, percent: 100 }],
      // Half an hour of the five since it stands there.
      stationUtilisation: [
        { sessions: 1, energyWh: 9_000, interrupted: 0, utilisationPercent: 10 },
      ],
    });
  });

  it('sum up a day', async () => {
    const { dailyReport } = await ofFacility(
      `dailyReport(date: "2026-03-28") { entries exits occupancyPercent peakHour peakPercent quietHour quietPercent chargingSessions
        revenue { amount currency } transactions }`,
    );
    expect(dailyReport).toEqual({
      ...{ entries: 1, exits: 1, occupancyPercent: 40, peakHour: 22, peakPercent: 50 },
      ...{ quietHour: 21, quietPercent: 20 },
      ...{ chargingSessions: 1, revenue: { amount: '20.01', currency: 'EUR' }, transactions: 1 },
    });
  });

  it('sum up days one by one, and altogether', async () => {
    const { dailyReports, operationsSummary } = await ofFacility(
      `dailyReports${days} { date entries occupancyPercent }
       operationsSummary${days} { from to entries exits occupancyPercent peakHour energyWh transactions }`,
    );
    expect(dailyReports).toEqual([
      { date: '2026-03-28', entries: 1, occupancyPercent: 40 },
      { date: '2026-03-29', entries: 1, occupancyPercent: 65 },
    ]);
    expect(operationsSummary).toEqual({
      ...{ from: '2026-03-28', to: '2026-03-29', entries: 2, exits: 1, occupancyPercent: 50 },
      ...{ peakHour: 1, energyWh: 9_000, transactions: 1 },
    });
  });

  it('are for the staff of the facility alone', async () => {
    const fields = `kpis { openStays } performance${days} { transactions } dailyReport(date: "2026-03-28") { entries }`;
    const nothing = { kpis: null, performance: null, dailyReport: null };
    expect(await ofFacility(fields, staff('another'))).toEqual(nothing);
    expect(await ofFacility(fields, staff(null, 'ADMIN'))).not.toEqual(nothing);
    const query = `{ _entities(representations: [{ __typename: "Facility", id: "${history.facilityId}" }]) {
      ... on Facility { ${fields} } } }`;
    const { errors } = await context.ask(query, {}, staff(history.tenantId, 'ATTENDANT'));
    expect(errors?.length).toBeGreaterThan(0);
  });
});

describe('the event log', () => {
  it('is read page by page, the latest first', async () => {
    const page = (after: string | null) =>
      ofFacility(`eventLog(first: 5, types: ["billing.invoice.issued.v1", "parking.vehicle.parked.v1"]
        ${after === null ? '' : `, after: "${after}"`}) {
        edges { node { type summary subjectId } } pageInfo { hasNextPage endCursor } }`);
    const first = (await page(null))['eventLog'] as {
      edges: { node: { subjectId: string } }[];
      pageInfo: { endCursor: string };
    };
    expect(first.edges.map(({ node }) => node.subjectId)).toEqual(['b', 'c1', 'i2', 'i1', 'a']);
    expect(first).toMatchObject({
      edges: [{ node: { summary: 'A vehicle entered and stands in its slot.' } }, {}, {}, {}, {}],
      pageInfo: { hasNextPage: false },
    });
    expect((await page(first.pageInfo.endCursor))['eventLog']).toMatchObject({ edges: [] });
  });
});

describe('an export', () => {
  const ask = (kind: string, actor = own) =>
    context.ask(
      `query ($kind: CsvExportKind!) { analyticsCsv(facilityId: "${history.facilityId}", kind: $kind,
        from: "2026-03-28", to: "2026-03-29") { text rows next } }`,
      { kind },
      actor,
    );

  it.each([
    ['STAYS', 'id,entered_at', 2],
    ['CHARGING_SESSIONS', 'id,station_id', 1],
    ['INVOICES', 'id,kind', 3],
    ['OCCUPANCY', 'quarter_start', 16],
    ['EVENTS', 'at,type', 11],
  ])('of %s is CSV with a line of names', async (kind, head, rows) => {
    const { data, errors } = await ask(kind);
    expect(errors).toBeUndefined();
    const { analyticsCsv } = data as { analyticsCsv: { text: string; rows: number; next: null } };
    expect(analyticsCsv).toMatchObject({ rows, next: null });
    const lines = analyticsCsv.text.split('\r\n');
    expect(lines[0]).toMatch(new RegExp(`^${head}`));
    expect(lines).toHaveLength(rows + 2);
  });

  it('says nothing of who it was, and nothing to strangers', async () => {
    const { data } = await ask('STAYS');
    expect(JSON.stringify(data)).not.toContain('DDAB123');
    expect((await ask('STAYS', staff('another'))).data).toEqual({ analyticsCsv: null });
  });
});

describe('live key figures', () => {
  it('begin as they are and follow what happens', async () => {
    const ending = new AbortController();
    const frames = context.subscribe(
      `subscription { liveKpis(facilityId: "${history.facilityId}") { cursor facility { id } kpis {
        taken occupancyPercent openStays entriesToday averageStay revenueToday { amount } } } }`,
      {},
      own,
      ending.signal,
    );
    const first = await frames.next();
    expect(first.value).toMatchObject({
      data: {
        liveKpis: { kpis: { taken: 8, occupancyPercent: 80, openStays: 1, entriesToday: 1 } },
      },
    });
    now = history.at(310);
    await happened([history.parked('d', 305), history.occupied(4, 305, 9)]);
    for (;;) {
      const { value } = await frames.next();
      const { kpis } = (
        value as { data: { liveKpis: { kpis: { openStays: number; taken: number } } } }
      ).data.liveKpis;
      if (kpis.taken === 9 && kpis.openStays === 2) break;
    }
    ending.abort();
  });

  it('are refused to others before they begin', async () => {
    const frames = context.subscribe(
      `subscription { liveKpis(facilityId: "${history.facilityId}") { cursor } }`,
      ...[{}, staff('another')],
    );
    const { value } = await frames.next();
    expect(value).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});
