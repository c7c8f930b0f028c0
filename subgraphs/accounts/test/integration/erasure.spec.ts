import type { ErasureStep } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contextsThatForget } from '../../src/application/erasure.js';
import { newKey, runAccounts, type Driver, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
beforeAll(async () => {
  accounts = await runAccounts();
});
afterAll(() => accounts.stop());

interface Asked {
  readonly erasure: { readonly id: string; readonly status: string };
}

const request = (actor: Driver, idempotencyKey = newKey()) =>
  accounts.call(
    'requestErasure',
    { idempotencyKey },
    '... on ErasureRequested { erasure { id status } }',
    actor,
  );
const asks = async (actor: Driver): Promise<string> => {
  const answered = await request(actor);
  return (answered as unknown as Asked).erasure.id;
};
const withdraw = (erasureId: string, actor: Driver) =>
  accounts.call(
    'withdrawErasure',
    { erasureId },
    '... on ErasureWithdrawn { erasure { id status } }',
    actor,
  );
const erasure = async (id: string) => {
  const { erasure: found } = await accounts.data<{
    erasure: {
      status: string;
      contexts: { context: string; isDone: boolean; open: { kind: string }[] }[];
    };
  }>('query ($id: ID!) { erasure(id: $id) { status contexts { context isDone open { kind } } } }', {
    id,
  });
  return found;
};
/** What the round of the leader comes to: it looks every few seconds. */
const becomes = (id: string, status: string) =>
  vi.waitFor(async () => expect((await erasure(id)).status).toBe(status), patience);
/** For what other parts of the house do at their own pace. */
const patience = { timeout: 20_000, interval: 100 };
const others = contextsThatForget.filter((context) => context !== 'accounts');

/** Lets answers of other contexts be known, as their events would make them. */
async function say(
  erasureId: string,
  step: ErasureStep,
  contexts: readonly string[],
  open: readonly { kind: string; id: string }[] = [],
): Promise<void> {
  for (const context of contexts) {
    await accounts.sql(
      `INSERT INTO erasure_answer (erasure_id, context, step, outcome, open, found, kept, answered_at)
       VALUES ($1, $2, $3, $4, $5, '{}', '[]', now())
       ON CONFLICT (erasure_id, context) DO UPDATE SET step = $3, outcome = $4, open = $5`,
      [erasureId, context, step, open.length > 0 ? 'WAITING' : 'DONE', JSON.stringify(open)],
    );
  }
}
const begun = async (actor: Driver): Promise<string> => {
  const id = await asks(actor);
  await say(id, 'ASKED', others);
  await becomes(id, 'FORGETTING');
  return id;
};
const records = (actor: Driver) =>
  accounts.ask(
    '{ accountsPersonalRecords(first: 100) { edges { node { table row } } } }',
    {},
    actor,
  );

describe('asking to be forgotten', () => {
  it('twice, and at the same time, is one wish', async () => {
    const anna = await accounts.signUp();
    const key = newKey();
    const asked = await Promise.all([request(anna, key), request(anna, key), request(anna)]);
    const ids = asked.map((answer) => (answer as unknown as Asked).erasure.id);
    expect(new Set(ids).size).toBe(1);
    const told = (await accounts.outbox()).filter(
      ({ type, aggregate_id }) =>
        type === 'accounts.customer.erasure_requested.v1' && aggregate_id === ids[0],
    );
    expect(told).toHaveLength(1);
  });

  it('is for customers, and taken back by themselves alone', async () => {
    const staff = await accounts.staffOf(await accounts.tenant(), 'OPERATOR');
    const refused = await accounts.codes(
      'mutation ($input: RequestErasureInput!) { requestErasure(input: $input) { __typename } }',
      { input: { idempotencyKey: newKey() } },
      staff,
    );
    expect(refused).toEqual(['FORBIDDEN']);
    const anna = await accounts.signUp();
    const id = await asks(anna);
    expect(await withdraw(id, await accounts.signUp())).toMatchObject({ __typename: 'NotFound' });
    expect(await withdraw(id, anna)).toMatchObject({ erasure: { id, status: 'WITHDRAWN' } });
    expect(await withdraw(id, anna)).toMatchObject({ erasure: { id, status: 'WITHDRAWN' } });
    // Whoever changes their mind once more asks anew.
    expect(await asks(anna)).not.toBe(id);
  });
});

describe('an erasure', () => {
  it('says for whom it waits and what for, and goes on when the last has nothing open any more', async () => {
    const anna = await accounts.signUp();
    const id = await asks(anna);
    const [late = '', ...prompt] = others;
    await say(id, 'ASKED', prompt);
    await vi.waitFor(async () => {
      const left = (await erasure(id)).contexts.filter(({ isDone }) => !isDone);
      expect(left).toMatchObject([{ context: late, open: [] }]);
    }, patience);
    await say(id, 'ASKED', [late], [{ kind: 'PARKING_SESSION', id: newId() }]);
    expect(await erasure(id)).toMatchObject({ status: 'WAITING' });
    expect((await erasure(id)).contexts.find(({ context }) => context === late)).toMatchObject({
      open: [{ kind: 'PARKING_SESSION' }],
    });
    // A context that was done has something open again: nobody is forgotten while parked.
    const [first = ''] = prompt;
    await say(id, 'ASKED', [first], [{ kind: 'INVOICE', id: newId() }]);
    await say(id, 'ASKED', [late]);
    expect(await erasure(id)).toMatchObject({ status: 'WAITING' });
    await say(id, 'ASKED', [first]);
    await becomes(id, 'FORGETTING');
  });

  it('that has begun is not taken back, and a context that was away is waited for in each step', async () => {
    const anna = await accounts.signUp();
    const id = await begun(anna);
    const refusal = await withdraw(id, anna);
    // By then accounts itself may have forgotten whose it is.
    expect(['ErasureHasBegun', 'NotFound']).toContain(refusal.__typename);
    expect(await accounts.signIn(anna.email)).not.toMatchObject({ __typename: 'SignedIn' });
    const [late = '', ...prompt] = others;
    await say(id, 'FORGET', prompt);
    accounts.clock.advance(3_600);
    await vi.waitFor(async () => {
      const left = (await erasure(id)).contexts.filter(({ isDone }) => !isDone);
      expect(left.map(({ context }) => context)).toEqual([late]);
    }, patience);
    expect((await erasure(id)).status).toBe('FORGETTING');
    await say(id, 'FORGET', [late]);
    await becomes(id, 'SEALING');
    await say(id, 'SEAL', others);
    await becomes(id, 'DONE');
    const left = await accounts.sql(
      'SELECT 1 FROM account WHERE email = $1 UNION ALL SELECT 1 FROM customer WHERE id::text = $2',
      [anna.email, anna.customerId],
    );
    expect(left).toEqual([]);
  });
});

describe('what accounts knows of a person', () => {
  it('is shown page by page, across tables, each row once', async () => {
    const anna = await accounts.signUp();
    for (const registration of ['PAGE 1', 'PAGE 2']) await accounts.vehicleOf(anna, registration);
    const page = async (first: number, after: string | null) => {
      const { accountsPersonalRecords } = await accounts.data<{
        accountsPersonalRecords: {
          edges: { node: { table: string; row: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }>(
        `query ($first: Int!, $after: String) { accountsPersonalRecords(first: $first, after: $after) {
           edges { node { table row } } pageInfo { hasNextPage endCursor } } }`,
        { first, after },
        anna,
      );
      return accountsPersonalRecords;
    };
    const whole = await page(100, null);
    const tables = whole.edges.map(({ node }) => node.table);
    expect(tables.filter((table) => table === 'vehicle')).toHaveLength(2);
    expect(new Set(tables)).toContain('account');
    const rows: { table: string; row: string }[] = [];
    for (let after: string | null = null; ;) {
      const { edges, pageInfo } = await page(1, after);
      rows.push(...edges.map(({ node }) => node));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(rows).toEqual(whole.edges.map(({ node }) => node));
    expect(JSON.stringify(rows)).not.toContain('password_hash');
  });

  it('is shown whole while an erasure waits, and not at all once it has begun', async () => {
    const anna = await accounts.signUp();
    const id = await asks(anna);
    const shown = JSON.stringify((await records(anna)).data);
    expect(shown).toContain(anna.email);
    expect(shown).toContain('WAITING');
    await say(id, 'ASKED', others);
    await becomes(id, 'FORGETTING');
    await vi.waitFor(async () => {
      const { errors } = await records(anna);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BEING_FORGOTTEN' });
    }, patience);
  });
});
