import { PrismaPg } from '@prisma/adapter-pg';
import { anonymous, type Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testContext, type TestContext } from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemCause } from '../../src/application/ports.js';
import { tellCustomer } from '../../src/application/tell.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import { transactions } from '../../src/db/transactions.js';
import type { Occasion } from '../../src/domain/notice.js';
import { publish } from '../../src/events/publish.js';
import { context as definition } from '../../src/main.js';
import { admin, anna, attendant, ben, operator, partner, stranger } from '../support/actors.js';

let context: TestContext;
let prisma: PrismaClient;
beforeAll(async () => {
  context = await testContext(definition);
  prisma = new PrismaClient({
    adapter: new PrismaPg({ connectionString: context.databaseUrl, max: 4 }),
    transactionOptions: patientTransactions,
  });
});
afterAll(async () => {
  await prisma.$disconnect();
  await context.stop();
});

let sources = 0;
/** A customer is told that a vehicle parked, by the tenant. */
async function parked(customerId: string, tenantId = 'tenant-one') {
  const transact = transactions(prisma, publish, () => undefined);
  const now = new Date();
  const occasion: Occasion & { customerId: string } = {
    customerId,
    ...{ sourceId: `source-${(sources += 1)}`, kind: 'PARKED', tenantId, facilityId: null },
    ...{
      facts: { registration: 'DDAB123', slot: `A${sources}` },
      occurredAt: now,
      expiresAt: null,
    },
  };
  const notice = await transact(systemCause, (stores) =>
    tellCustomer(stores, { now, newId }, occasion),
  );
  if (notice === null) throw new Error('nothing was told');
  return notice.id;
}

async function data<Data>(query: string, variables: object, actor: Actor): Promise<Data> {
  const response = await context.ask(query, variables, actor);
  if (response.errors !== undefined) throw new Error(JSON.stringify(response.errors));
  return response.data as Data;
}

interface Answer extends Record<string, unknown> {
  readonly __typename: string;
}
async function change(name: string, input: object, actor: Actor, fields = ''): Promise<Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { message } ${fields} } }`;
  const answered = await data<Record<string, Answer>>(query, { input }, actor);
  const answer = answered[name];
  if (answer === undefined) throw new Error(`${name} answered nothing.`);
  return answer;
}

interface Feed {
  readonly myNotices: {
    readonly edges: readonly {
      readonly node: { readonly id: string; readonly title: string; readonly text: string };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
  readonly unreadNotices: number;
}
const feed = `query ($first: Int!, $after: String, $unreadOnly: Boolean) { unreadNotices
  myNotices(first: $first, after: $after, unreadOnly: $unreadOnly) {
    edges { node { id title text } } pageInfo { hasNextPage endCursor } } }`;

describe('the feed', () => {
  it('shows what one was told, page by page, and marks it as read once', async () => {
    const [one, two, three] = [await parked('anna'), await parked('anna'), await parked('anna')];
    await parked('ben');
    const first = await data<Feed>(feed, { first: 2 }, anna);
    expect(first.unreadNotices).toBe(3);
    expect(first.myNotices.edges.map(({ node }) => node.id)).toEqual([three, two]);
    expect(first.myNotices.edges[0]?.node.text).toMatch(/^DDAB123 parked in slot A3/);
    const after = first.myNotices.pageInfo.endCursor;
    const second = await data<Feed>(feed, { first: 2, after }, anna);
    expect(second.myNotices.edges.map(({ node }) => node.id)).toEqual([one]);
    expect(second.myNotices.pageInfo.hasNextPage).toBe(false);

    const mark = (by: Actor) =>
      change(
        'markNoticesRead',
        { ids: [two, 'unknown'] },
        by,
        '... on NoticesMarkedRead { unread notices { id } }',
      );
    expect(await mark(ben)).toMatchObject({ notices: [], unread: 1 });
    expect(await mark(anna)).toMatchObject({ notices: [{ id: two }], unread: 2 });
    expect(await mark(anna)).toMatchObject({ notices: [], unread: 2 });
    const unread = await data<Feed>(feed, { first: 9, unreadOnly: true }, anna);
    expect(unread.myNotices.edges.map(({ node }) => node.id)).toEqual([three, one]);
  });

  it('is for the customer, and for staff what their own tenant told', async () => {
    const id = await parked('clara');
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Customer { unreadNotices notices(first: 5) { edges { node { id } } } } } }`;
    const seenBy = async (actor: Actor) => {
      const variables = { of: [{ __typename: 'Customer', id: 'clara' }] };
      const { _entities: found } = await data<{
        _entities: {
          unreadNotices: number | null;
          notices: { edges: { node: { id: string } }[] };
        }[];
      }>(query, variables, actor);
      return [found[0]?.unreadNotices, found[0]?.notices.edges.map(({ node }) => node.id)];
    };
    expect(await seenBy({ ...anna, customerId: 'clara' })).toEqual([1, [id]]);
    expect(await seenBy(attendant)).toEqual([null, [id]]);
    expect(await seenBy(admin)).toEqual([null, [id]]);
    expect(await seenBy(stranger)).toEqual([null, []]);
    expect(await seenBy(ben)).toEqual([null, []]);
    expect(await seenBy(partner)).toEqual([null, []]);
    const { errors } = await context.ask(feed, { first: 1 }, anonymous);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is live: how many are unread, each notice and each mark; and goes on behind a cursor', async () => {
    const dora = { ...anna, id: 'dora', customerId: 'dora' };
    const query = `subscription ($after: String) { notifications(after: $after) {
      kind unread cursor notice { id title } } }`;
    interface Change {
      readonly kind: string;
      readonly unread: number;
      readonly cursor: string;
      readonly notice: { readonly id: string } | null;
    }
    const next = async (stream: AsyncIterator<{ data?: unknown }>): Promise<Change> => {
      const { value } = await stream.next();
      return (value as { data: { notifications: Change } }).data.notifications;
    };
    const leaving = new AbortController();
    const live = context.subscribe(query, {}, dora, leaving.signal);
    expect(await next(live)).toMatchObject({ kind: 'SNAPSHOT', unread: 0, notice: null });
    const id = await parked('dora');
    await parked('ben');
    const arrived = await next(live);
    expect(arrived).toMatchObject({ kind: 'ARRIVED', unread: 1, notice: { id } });
    await change('markNoticesRead', { ids: [id] }, dora);
    expect(await next(live)).toMatchObject({ kind: 'READ', unread: 0, notice: { id } });
    leaving.abort();

    const again = new AbortController();
    const resumed = context.subscribe(query, { after: arrived.cursor }, dora, again.signal);
    expect(await next(resumed)).toMatchObject({ kind: 'READ', notice: { id } });
    again.abort();
  });
});

describe('wishes', () => {
  const words = `preferences { choices { kind channel isWanted } quietHours { from until timeZone } devices { id } }`;
  const setFields = `... on NotificationPreferencesSet { ${words} } ... on InvalidInput { field }`;

  it('are kept, and begin with what is usual', async () => {
    const kind = 'CHARGING_STARTED';
    const { myNotificationPreferences: usual } = await data<{
      myNotificationPreferences: {
        choices: { kind: string; channel: string; isWanted: boolean }[];
      };
    }>(`{ myNotificationPreferences { choices { kind channel isWanted } } }`, {}, anna);
    const isWanted = (channel: string) =>
      usual.choices.find((one) => one.kind === kind && one.channel === channel)?.isWanted;
    expect([isWanted('IN_APP'), isWanted('SMS'), isWanted('WEBHOOK')]).toEqual([
      true,
      false,
      undefined,
    ]);
    const wish = { kind, channel: 'SMS', isWanted: true };
    const set = await change('setNotificationPreference', wish, anna, setFields);
    expect(set['preferences']).toMatchObject({ choices: expect.arrayContaining([wish]) });
    const hours = { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' };
    expect(await change('setQuietHours', { hours }, anna, setFields)).toMatchObject({
      preferences: { quietHours: hours },
    });
    expect(await change('setQuietHours', { hours: null }, anna, setFields)).toMatchObject({
      preferences: { quietHours: null },
    });
  });

  it('are refused where they make no sense', async () => {
    const webhook = { kind: 'PARKED', channel: 'WEBHOOK', isWanted: true };
    expect(await change('setNotificationPreference', webhook, anna, setFields)).toMatchObject({
      ...{ __typename: 'InvalidInput', field: 'channel' },
    });
    const hours = { from: '22:00', until: '07:00', timeZone: 'Nowhere' };
    expect(await change('setQuietHours', { hours }, anna, setFields)).toMatchObject({
      ...{ __typename: 'InvalidInput', field: 'hours.timeZone' },
    });
    expect((await change('setQuietHours', { hours: null }, operator)).__typename).toBe(
      'NotPermitted',
    );
    expect((await change('markNoticesRead', { ids: [] }, anna)).__typename).toBe('InvalidInput');
    expect((await change('registerPushDevice', { token: ' ' }, anna)).__typename).toBe(
      'InvalidInput',
    );
  });

  it('name devices, each once, and one owner a device', async () => {
    const register = (actor: Actor) =>
      change(
        'registerPushDevice',
        { token: 'phone' },
        actor,
        '... on PushDeviceRegistered { device { id } }',
      );
    const first = await register(anna);
    expect(await register(anna)).toEqual(first);
    expect(await register(ben)).toEqual(first);
    const { id } = first['device'] as { id: string };
    const remove = (actor: Actor) =>
      data<{ removePushDevice: Answer }>(
        'mutation ($id: ID!) { removePushDevice(id: $id) { __typename } }',
        { id },
        actor,
      );
    expect(await remove(anna)).toEqual({ removePushDevice: { __typename: 'NotFound' } });
    expect(await remove(ben)).toMatchObject({
      removePushDevice: { __typename: 'NotificationPreferencesSet' },
    });
  });
});

describe('staff', () => {
  const write = {
    ...{ idempotencyKey: 'k1', kind: 'PARKED', channel: 'IN_APP', language: 'en' },
    ...{ subject: 'Welcome', body: 'Slot {{ slot }} is yours.' },
  };
  const templateFields =
    '... on NoticeTemplateWritten { template { version origin createdAt } } ... on TemplateNotUsable { faults { part message } }';

  it('writes texts in versions; what was told before keeps its words', async () => {
    const emil = { ...anna, id: 'emil', customerId: 'emil' };
    await parked('emil', 'tenant-three');
    const author = { ...operator, tenantId: 'tenant-three', id: 'author' };
    const first = await change('writeNoticeTemplate', write, author, templateFields);
    expect(first).toMatchObject({ template: { version: 1, origin: 'TENANT' } });
    expect(await change('writeNoticeTemplate', write, author, templateFields)).toEqual(first);
    const second = { ...write, idempotencyKey: 'k2', body: 'Please use {{ slot }}.' };
    await parked('emil', 'tenant-three');
    expect(await change('writeNoticeTemplate', second, author, templateFields)).toMatchObject({
      template: { version: 2 },
    });
    await parked('emil', 'tenant-three');
    await parked('emil', 'tenant-one');
    const seen = await data<Feed>(feed, { first: 9 }, emil);
    const starts = seen.myNotices.edges.map(({ node }) =>
      node.text.replace(/A\d+/, 'A').slice(0, 12),
    );
    expect(starts).toEqual(['DDAB123 park', 'Please use A', 'Slot A is yo', 'DDAB123 park']);
  });

  it('cannot write what cannot be rendered, and sees what is wrong', async () => {
    const wrong = { ...write, idempotencyKey: 'k3', body: '{{ password }}' };
    expect(await change('writeNoticeTemplate', wrong, operator, templateFields)).toMatchObject({
      __typename: 'TemplateNotUsable',
      faults: [{ part: 'body', message: expect.stringContaining('password') }],
    });
    const preview = (body: string) =>
      data<{ previewNoticeTemplate: object }>(
        `query ($input: PreviewNoticeTemplateInput!) { previewNoticeTemplate(input: $input) {
          __typename ... on NoticePreview { title text } } }`,
        { input: { kind: 'INVOICE_PAID', language: 'de-DE', subject: 'x', body } },
        operator,
      );
    expect(await preview('{{ total }}')).toEqual({
      previewNoticeTemplate: { __typename: 'NoticePreview', title: 'x', text: '12,50\u00a0€' },
    });
    expect(await preview('{% include "x" %}')).toEqual({
      previewNoticeTemplate: { __typename: 'TemplateNotUsable' },
    });
  });

  it('tells a customer something, once under a key, if its tenant knows the customer', async () => {
    await parked('frida');
    const input = { customerId: 'frida', title: 'Works', text: 'Level 2 is closed. {{ name }}' };
    const fields = '... on NoticeDelivered { notice { id title text deliveries { channel } } }';
    const first = await change('deliver', { ...input, idempotencyKey: 'd1' }, attendant, fields);
    expect(first).toMatchObject({
      notice: {
        title: 'Works',
        text: input.text,
        deliveries: [{ channel: 'EMAIL' }, { channel: 'IN_APP' }],
      },
    });
    const again = await change('deliver', { ...input, idempotencyKey: 'd1' }, attendant, fields);
    expect(again['notice']).toMatchObject({ id: (first['notice'] as { id: string }).id });
    const strange = await change('deliver', { ...input, idempotencyKey: 'd2' }, stranger);
    expect(strange.__typename).toBe('NotFound');
    const empty = { ...input, idempotencyKey: 'd3', title: ' ' };
    expect((await change('deliver', empty, attendant)).__typename).toBe('InvalidInput');
    const { errors } = await context.ask(
      'mutation ($input: DeliverInput!) { deliver(input: $input) { __typename } }',
      { input: { ...input, idempotencyKey: 'd4' } },
      anna,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('begins dead deliveries anew, and only those, and only its own', async () => {
    const noticeId = await parked('gustav');
    const id = newId();
    await prisma.deliveryRow.create({
      data: {
        ...{ id, noticeId, channel: 'EMAIL', target: '', tenantId: 'tenant-one', status: 'DEAD' },
        ...{
          attempts: 7,
          reason: 'Gone.',
          createdAt: new Date(),
          settledAt: new Date(),
          version: 1,
        },
      },
    });
    const retry = (actor: Actor) =>
      data<{ retryNoticeDelivery: Answer }>(
        `mutation ($id: ID!) { retryNoticeDelivery(id: $id) { __typename
          ... on NoticeDeliveryRetried { delivery { status attempts } } } }`,
        { id },
        actor,
      );
    const dead = await data<{ noticeDeliveries: { edges: { node: object }[] } }>(
      '{ noticeDeliveries(first: 5, status: DEAD) { edges { node { id reason attempts } } } }',
      {},
      attendant,
    );
    expect(dead.noticeDeliveries.edges).toEqual([{ node: { id, reason: 'Gone.', attempts: 7 } }]);
    expect((await retry(stranger)).retryNoticeDelivery.__typename).toBe('NotFound');
    expect((await retry(attendant)).retryNoticeDelivery).toMatchObject({
      delivery: { status: 'QUEUED', attempts: 0 },
    });
    expect((await retry(attendant)).retryNoticeDelivery.__typename).toBe('DeliveryNotDead');
  });

  it('adds endpoints on the open internet; their secret is told once', async () => {
    const fields =
      '... on NotificationWebhookAdded { secret webhook { id url kinds } } ... on InvalidInput { field }';
    const input = { url: 'https://example.org/hook', kinds: ['PARKED'] };
    const added = await change('addNotificationWebhook', input, operator, fields);
    expect(added).toMatchObject({
      secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/),
      webhook: input,
    });
    const closed = { url: 'https://169.254.169.254/latest', kinds: [] };
    expect(await change('addNotificationWebhook', closed, operator, fields)).toMatchObject({
      ...{ __typename: 'InvalidInput', field: 'url' },
    });
    expect((await change('addNotificationWebhook', input, admin)).__typename).toBe('NotPermitted');
    const list = '{ notificationWebhooks { id url } }';
    expect(await data(list, {}, stranger)).toEqual({ notificationWebhooks: [] });
    const { id } = added['webhook'] as { id: string };
    const remove = (actor: Actor) =>
      data<{ removeNotificationWebhook: Answer }>(
        'mutation ($id: ID!) { removeNotificationWebhook(id: $id) { __typename } }',
        { id },
        actor,
      );
    expect((await remove(stranger)).removeNotificationWebhook.__typename).toBe('NotFound');
    expect((await remove(operator)).removeNotificationWebhook.__typename).toBe(
      'NotificationWebhookRemoved',
    );
    expect(await data(list, {}, operator)).toEqual({ notificationWebhooks: [] });
  });
});
