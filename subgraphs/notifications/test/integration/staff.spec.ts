import { PrismaPg } from '@prisma/adapter-pg';
import { operationsEvents, type Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { patientTransactions, testContext, type TestContext } from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemCause } from '../../src/application/ports.js';
import { tell } from '../../src/application/tell.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import { transactions } from '../../src/db/transactions.js';
import type { Occasion } from '../../src/domain/notice.js';
import { publish } from '../../src/events/publish.js';
import { context as definition } from '../../src/main.js';
import { admin, anna, attendant, operator, partner, stranger } from '../support/actors.js';
import { facilityId, notificationsSystem, tenantId } from '../support/system.js';

const alert = {
  ...{ alertId: 'alert', ruleId: 'rule', facilityId, tenantId, kind: 'FEED_STALE' },
  ...{ severity: 'CRITICAL', subjectId: 'feed', message: 'Silent for an hour.', customerId: null },
} as never;

describe('alerts', () => {
  type System = Awaited<ReturnType<typeof notificationsSystem>>;
  let system: System;
  beforeAll(async () => {
    system = await notificationsSystem();
    await system.knowsFacility();
  });
  afterAll(() => system.stop());
  const channels = async () => (await system.deliveries()).map(({ channel }) => channel);

  it('stand in the feed of the staff; mails go out where staff has a mailbox, in its language', async () => {
    await system.hears(operationsEvents.alertRaised, alert);
    await system.sends();
    expect(await channels()).toEqual(['IN_APP']);
    await system.transact(systemCause, ({ mailboxStore }) =>
      mailboxStore.set({ tenantId, address: 'control@elbe.example', language: 'de-DE' }),
    );
    await system.hears(operationsEvents.alertEscalated, alert);
    await system.sends();
    expect(await channels()).toEqual(['EMAIL', 'IN_APP', 'IN_APP']);
    expect(system.mail.messages).toEqual([
      expect.objectContaining({
        to: 'control@elbe.example',
        subject: expect.stringContaining('Noch offen'),
        body: expect.stringContaining('Altmarkt: Silent for an hour.'),
      }),
    ]);
    expect(await system.reads.notices.unread({ kind: 'TENANT', id: tenantId })).toBe(2);
  });

  it('are not mailed any more when the mailbox was taken away meanwhile', async () => {
    await system.hears(operationsEvents.alertResolved, alert);
    await system.transact(systemCause, ({ mailboxStore }) => mailboxStore.remove(tenantId));
    await system.sends();
    const [last] = await system.prisma.deliveryRow.findMany({
      where: { channel: 'EMAIL', notice: { kind: 'ALERT_RESOLVED' } },
    });
    expect(last).toMatchObject({ status: 'SUPPRESSED', reason: 'NO_ADDRESS' });
    expect(system.mail.messages).toHaveLength(1);
  });
});

describe('the feed of the staff', () => {
  let context: TestContext;
  let prisma: PrismaClient;
  beforeAll(async () => {
    context = await testContext(definition);
    const adapter = new PrismaPg({ connectionString: context.databaseUrl, max: 4 });
    prisma = new PrismaClient({ adapter, transactionOptions: patientTransactions });
  });
  afterAll(async () => {
    await prisma.$disconnect();
    await context.stop();
  });

  /** An alert at a facility of a tenant. */
  async function raised(of: string): Promise<void> {
    const now = new Date();
    const occasion: Occasion = {
      ...{ sourceId: newId(), kind: 'ALERT_RAISED', customerId: null, tenantId: of },
      facts: { alert: 'FEED_STALE', severity: 'CRITICAL', subject: 'feed', message: 'Silent.' },
      ...{ facilityId: null, occurredAt: now, expiresAt: null },
    };
    const transact = transactions(prisma, publish, () => undefined);
    await transact(systemCause, (stores) => tell(stores, { now, newId }, occasion));
  }

  async function ask<Answer>(query: string, variables: object, actor: Actor): Promise<Answer> {
    const { data, errors } = await context.ask(query, variables, actor);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data as Answer;
  }

  interface Feed {
    readonly unreadNotices: number;
    readonly myNotices: { readonly edges: { node: { id: string; title: string } }[] };
  }
  const feedOf = (actor: Actor) =>
    ask<Feed>(
      `{ unreadNotices myNotices(first: 5) { edges { node { id title } } } }`,
      {},
      { ...actor },
    );

  it('is one for all of a tenant and nobody else: live, and read when one of them has read it', async () => {
    const following = new AbortController();
    const live = context.subscribe(
      `subscription { notifications { kind unread notice { kind text } } }`,
      {},
      operator,
      following.signal,
    );
    const next = async () => {
      const { value } = (await live.next()) as { value: { data: { notifications: object } } };
      return value.data.notifications;
    };
    expect(await next()).toMatchObject({ kind: 'SNAPSHOT', unread: 0 });
    await raised('tenant-one');
    expect(await next()).toMatchObject({
      ...{ kind: 'ARRIVED', unread: 1 },
      notice: { kind: 'ALERT_RAISED', text: expect.stringContaining('Silent.') },
    });

    const seen = await feedOf(attendant);
    expect(seen).toMatchObject({
      unreadNotices: 1,
      myNotices: { edges: [{ node: { title: expect.stringContaining('FEED_STALE') } }] },
    });
    for (const other of [stranger, partner, admin, anna]) {
      expect(await feedOf(other)).toEqual({ unreadNotices: 0, myNotices: { edges: [] } });
    }

    const mark = `mutation ($input: MarkNoticesReadInput!) { markNoticesRead(input: $input) {
      __typename ... on NoticesMarkedRead { unread notices { id } } } }`;
    const input = { ids: seen.myNotices.edges.map(({ node }) => node.id) };
    expect(await ask(mark, { input }, stranger)).toMatchObject({
      markNoticesRead: { notices: [] },
    });
    expect(await ask(mark, { input }, partner)).toMatchObject({
      markNoticesRead: { __typename: 'NotPermitted' },
    });
    expect(await ask(mark, { input }, attendant)).toMatchObject({
      markNoticesRead: { unread: 0, notices: [{ id: input.ids[0] }] },
    });
    expect(await next()).toMatchObject({ kind: 'READ', unread: 0 });
    following.abort();
  });

  it('has a mailbox beside it, which operators set and take away', async () => {
    const set = (input: object, actor: Actor) =>
      ask<{ setStaffMailbox: object }>(
        `mutation ($input: SetStaffMailboxInput!) { setStaffMailbox(input: $input) {
          __typename ... on StaffMailboxSet { mailbox { address language } } ... on InvalidInput { field } } }`,
        { input },
        actor,
      ).then(({ setStaffMailbox }) => setStaffMailbox);
    const mailbox = { address: 'control@elbe.example', language: 'de-DE' };
    expect(await set(mailbox, operator)).toMatchObject({ mailbox });
    expect(await ask('{ staffMailbox { address } }', {}, operator)).toEqual({
      staffMailbox: { address: mailbox.address },
    });
    expect(await ask('{ staffMailbox { address } }', {}, stranger)).toEqual({ staffMailbox: null });
    expect(await set({ address: 'nowhere' }, operator)).toMatchObject({ field: 'address' });
    expect(await set(mailbox, admin)).toMatchObject({ __typename: 'NotPermitted' });
    expect(await set({ address: null }, operator)).toMatchObject({ mailbox: null });
    expect(await ask('{ staffMailbox { address } }', {}, operator)).toEqual({ staffMailbox: null });
    const { errors } = await context.ask('{ staffMailbox { address } }', {}, attendant);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('and no customer can wish for what is for staff', async () => {
    const answer = await ask<{ setNotificationPreference: object }>(
      `mutation ($input: SetNotificationPreferenceInput!) { setNotificationPreference(input: $input) {
        __typename ... on InvalidInput { field } } }`,
      { input: { kind: 'ALERT_RAISED', channel: 'EMAIL', isWanted: true } },
      anna,
    );
    expect(answer.setNotificationPreference).toMatchObject({ field: 'kind' });
  });
});
