import { PrismaPg } from '@prisma/adapter-pg';
import { billingEvents, facilitiesEvents, type Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testNats } from '@voltpark/kit/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { endPasses } from '../../src/application/keep-passes.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import { transactions } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { apiKey, operator } from '../support/actors.js';
import { runNeighbour, type Neighbour } from '../support/neighbour.js';
import { passWords, type PassWords } from '../support/passes.js';
import { runAccounts, type Driver, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
let nats: Awaited<ReturnType<typeof testNats>>;
let facilities: Neighbour;
let billing: Neighbour;
let prisma: PrismaClient;
let tenantId: string;
let facilityId: string;
let anna: Driver;
let words: PassWords;
let staff: Actor;

beforeAll(async () => {
  nats = await testNats();
  facilities = await runNeighbour('facilities', nats.url);
  billing = await runNeighbour('billing', nats.url);
  accounts = await runAccounts({ natsUrl: nats.url });
  const pool = new pg.Pool({ connectionString: accounts.databaseUrl, max: 4 });
  prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: patientTransactions,
  });
  tenantId = await accounts.tenant();
  facilityId = await accounts.facilityOf(tenantId);
  anna = await accounts.signUp();
  staff = operator(tenantId);
  words = passWords(accounts, { tenantId, facilityId, holder: anna });
});
afterAll(async () => {
  await prisma.$disconnect();
  await accounts.stop();
  await facilities.stop();
  await billing.stop();
  await nats.stop();
});

const becomes = (id: string, status: string) =>
  vi.waitUntil(async () => (await words.statusOf(id)) === status, {
    timeout: 15_000,
    interval: 20,
  });
function invoiceOf(passId: string) {
  const invoiceId = newId();
  const data = {
    invoiceId,
    tenantId,
    facilityId: null,
    customerId: anna.customerId,
    parkingSessionId: null,
    passId,
    currency: 'EUR',
    totalMinor: 8000,
    taxMinor: 1277,
  };
  const of = { aggregateType: 'receivable', aggregateId: invoiceId, tenantId, actorId: 'system' };
  return { data, of };
}
function paid(passId: string) {
  const { data, of } = invoiceOf(passId);
  const times = { paidAt: '2026-05-04T08:05:00Z', parkingPaidUntil: null };
  return billing.publish(billingEvents.invoicePaid, { ...data, ...times }, of);
}

describe('a pass', () => {
  it('comes into force when its invoice is paid, once', async () => {
    const { id } = await words.passOf();
    await paid(id);
    await becomes(id, 'ACTIVE');
    const marker = await words.passOf();
    await paid(id);
    await paid(marker.id);
    await becomes(marker.id, 'ACTIVE');
    const events = await words.publishedOf(id);
    expect(events.map(({ type, data }) => [type, data['status']])).toEqual([
      ['accounts.pass.bought.v1', 'PENDING'],
      ['accounts.pass.changed.v1', 'ACTIVE'],
    ]);
  });

  it('that was not paid ends when its invoice is taken back', async () => {
    const { id } = await words.passOf();
    const { data, of } = invoiceOf(id);
    const why = { reason: 'mistake', creditNoteId: null };
    await billing.publish(billingEvents.invoiceCancelled, { ...data, ...why }, of);
    await becomes(id, 'CANCELLED');
  });

  it('is cancelled by its holder or an operator of the tenant, and by nobody else', async () => {
    const { id, vehicle } = await words.passOf();
    const strangers = [
      await accounts.signUp(),
      operator(await accounts.tenant()),
      apiKey('PARTNER', tenantId),
    ];
    for (const stranger of strangers)
      expect(await words.cancel({ passId: id }, stranger)).toMatchObject({
        __typename: 'NotFound',
      });
    expect(await words.cancel({ passId: id, reason: 'moved away' })).toMatchObject({
      pass: { status: 'CANCELLED', cancelReason: 'moved away', activatedAt: null },
    });
    expect(await words.cancel({ passId: id })).toMatchObject({ __typename: 'PassEnded' });
    expect(
      await words.buy({ passProductId: await words.productOf(), vehicleId: vehicle.id }),
    ).toMatchObject({
      __typename: 'PassBought',
    });
    const other = await words.passOf();
    expect(await words.cancel({ passId: other.id }, staff)).toMatchObject({
      pass: { status: 'CANCELLED' },
    });
  });

  it('is seen by its holder, staff of its operator and administrators', async () => {
    const { id, vehicle } = await words.passOf();
    const query = `{ pass(id: "${id}") { id } vehicle(id: "${vehicle.id}") { passes(first: 5) {
      edges { node { id } } } } _entities(representations: [{ __typename: "Pass", id: "${id}" }]) {
      ... on Pass { status } } }`;
    const seen = async (actor: Actor) => {
      const {
        pass,
        vehicle: car,
        _entities,
      } = await accounts.data<{
        pass: object | null;
        vehicle: { passes: { edges: object[] } } | null;
        _entities: (object | null)[];
      }>(query, {}, actor);
      return [pass !== null, car?.passes.edges.length ?? null, _entities[0] !== null];
    };
    expect(await seen(anna)).toEqual([true, 1, true]);
    expect(await seen(staff)).toEqual([true, 1, true]);
    expect(await seen(accounts.admin)).toEqual([true, 1, true]);
    expect(await seen(operator(await accounts.tenant()))).toEqual([false, 0, false]);
    expect(await seen(await accounts.signUp())).toEqual([false, null, false]);
    expect(await seen(apiKey('PARTNER', tenantId))).toEqual([false, null, false]);
  });

  it('stands in the lists of its holder and of its operator’s staff', async () => {
    const { id } = await words.passOf();
    await paid(id);
    await becomes(id, 'ACTIVE');
    const mine = await accounts.data<{ me: { passes: { edges: { node: { id: string } }[] } } }>(
      '{ me { passes(first: 100, status: ACTIVE) { edges { node { id } } } } }',
      {},
      anna,
    );
    expect(mine.me.passes.edges.map(({ node }) => node.id)).toContain(id);
    expect(
      await accounts.data('{ me { passes(first: 1) { edges { cursor } } } }', {}, staff),
    ).toEqual({
      me: { passes: null },
    });
    const listed = async (filter: object, actor: Actor) =>
      (
        await accounts.data<{ passes: { edges: { node: { id: string } }[] } }>(
          'query ($filter: PassFilter) { passes(filter: $filter, first: 100) { edges { node { id } } } }',
          { filter },
          actor,
        )
      ).passes.edges.map(({ node }) => node.id);
    expect(await listed({ facilityId, validAt: '2026-05-10T12:00:00Z' }, staff)).toContain(id);
    expect(await listed({ facilityId, validAt: '2026-06-03T22:00:00Z' }, staff)).not.toContain(id);
    expect(await listed({ status: 'PENDING' }, staff)).not.toContain(id);
    expect(await listed({}, operator(await accounts.tenant()))).toEqual([]);
    const passes = '{ passes(first: 1) { edges { cursor } } }';
    expect(await accounts.codes(passes, {}, anna)).toEqual(['FORBIDDEN']);
  });
});

it('a facility that facilities announced can have passes at once, by its own zone', async () => {
  const id = newId();
  const snapshot: facilitiesEvents.FacilitySnapshot = {
    ...{ facilityId: id, tenantId, externalId: null, name: 'Far', street: 'Pier 1' },
    ...{ postalCode: '96813', city: 'Honolulu', country: 'US', latitude: 21.3, longitude: -157.8 },
    ...{ timeZone: 'Pacific/Honolulu', currency: 'USD', status: 'ACTIVE', evPolicy: 'STRICT' },
    ...{ pricingStrategy: 'BASIC', openingPeriods: [], specialDays: [], capacity: [] },
  };
  const of = { aggregateType: 'facility', aggregateId: id, tenantId, actorId: 'admin' };
  await facilities.publish(facilitiesEvents.facilityRegistered, snapshot, of);
  const known = async () =>
    (await accounts.sql('SELECT 1 FROM facility WHERE id = $1', [id])).length;
  await vi.waitUntil(async () => (await known()) === 1, { timeout: 15_000, interval: 20 });
  expect(await words.offer({ facilityIds: [id] })).toMatchObject({
    product: { timeZone: 'Pacific/Honolulu', price: { currency: 'USD' } },
  });
  expect(await words.offer({ facilityIds: [id, facilityId] })).toMatchObject({
    field: 'facilityIds',
  });
});

it('passes end by themselves, whoever looks first', async () => {
  const { clock } = accounts;
  const [used, unpaid] = [await words.passOf(), await words.passOf()];
  const later = await words.passOf({ from: '2026-06-10' });
  await paid(used.id);
  await becomes(used.id, 'ACTIVE');
  const saving = { now: () => clock.now(), newId, publish };
  const end = endPasses({ clock, transact: transactions(prisma, saving, () => undefined) });
  await end();
  expect(await words.statusOf(used.id)).toBe('ACTIVE');
  clock.advance((new Date(used.validUntil).getTime() - clock.now().getTime()) / 1000);
  await Promise.all([end(), end(), end()]);
  // The context's own round may have been first: what it holds the others leave out, and do not wait for.
  await becomes(used.id, 'EXPIRED');
  await becomes(unpaid.id, 'CANCELLED');
  expect(await words.statusOf(later.id)).toBe('PENDING');
  const events = await words.publishedOf(used.id);
  expect(events.map(({ data }) => data['status'])).toEqual(['PENDING', 'ACTIVE', 'EXPIRED']);
  expect(events.map((row) => Number(row.aggregate_version))).toEqual([1, 2, 3]);
});
