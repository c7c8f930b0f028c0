import { anonymous, type Actor } from '@voltpark/contracts';
import { testContext, type TestContext } from '@voltpark/kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { context as definition } from '../../src/main.js';

let context: TestContext;
beforeAll(async () => {
  context = await testContext(definition);
});
afterAll(() => context.stop());

const staffOf = (tenantId: string): Actor => ({
  kind: 'PERSON',
  id: `staff-of-${tenantId}`,
  roles: ['ATTENDANT'],
  scopes: [],
  tenantId,
  customerId: null,
});

const write = `mutation ($input: WriteNotificationsNoteInput!) { writeNotificationsNote(input: $input) {
  __typename ... on NotificationsNoteWritten { note { id text } } ... on Refusal { message } } }`;
const read = 'query ($id: ID!) { notificationsNote(id: $id) { text } }';
const list = `query ($first: Int!, $after: String) { notificationsNotes(first: $first, after: $after) {
  edges { node { text } } pageInfo { hasNextPage endCursor } } }`;

async function written(text: string, by: Actor, idempotencyKey = text): Promise<string> {
  const { data } = await context.ask(write, { input: { idempotencyKey, text } }, by);
  return (data as { writeNotificationsNote: { note: { id: string } } }).writeNotificationsNote.note
    .id;
}

describe('notes', () => {
  it('are written once, however often the same request comes', async () => {
    const staff = staffOf('once');
    expect(await written('Gate 2 sticks.', staff, 'k1')).toBe(
      await written('Gate 2 sticks.', staff, 'k1'),
    );
    const { data } = await context.ask(list, { first: 10 }, staff);
    expect(data).toMatchObject({
      notificationsNotes: { edges: [{ node: { text: 'Gate 2 sticks.' } }] },
    });
  });

  it('are listed page by page, the latest first', async () => {
    const staff = staffOf('pages');
    for (const text of ['one', 'two', 'three']) await written(text, staff);
    const first = await context.ask(list, { first: 2 }, staff);
    expect(first.data).toMatchObject({
      notificationsNotes: {
        edges: [{ node: { text: 'three' } }, { node: { text: 'two' } }],
        pageInfo: { hasNextPage: true },
      },
    });
    const { endCursor } = (
      first.data as { notificationsNotes: { pageInfo: { endCursor: string } } }
    ).notificationsNotes.pageInfo;
    const second = await context.ask(list, { first: 2, after: endCursor }, staff);
    expect(second.data).toMatchObject({
      notificationsNotes: { edges: [{ node: { text: 'one' } }], pageInfo: { hasNextPage: false } },
    });
  });

  it('are for their own tenant alone', async () => {
    const id = await written('Ours.', staffOf('ours'));
    expect((await context.ask(read, { id }, staffOf('ours'))).data).toEqual({
      notificationsNote: { text: 'Ours.' },
    });
    expect((await context.ask(read, { id }, staffOf('theirs'))).data).toEqual({
      notificationsNote: null,
    });
    const { errors } = await context.ask(read, { id }, anonymous);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are refused to people without a tenant', async () => {
    const driver = { ...staffOf('x'), tenantId: null };
    const input = { idempotencyKey: 'k', text: 'Hello.' };
    const { data } = await context.ask(write, { input }, driver);
    expect(data).toMatchObject({ writeNotificationsNote: { __typename: 'NotPermitted' } });
  });
});
