import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { admin } from '../support/builders.js';
import { runFacilities, type RunningFacilities } from '../support/running.js';

let context: RunningFacilities;
let other: pg.Client;

beforeAll(async () => {
  context = await runFacilities({
    environment: { VOLTPARK_POOL_CONNECTIONS: '2', VOLTPARK_POOL_WAIT_MS: '1000' },
  });
  other = new pg.Client({ connectionString: context.databaseUrl });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await context.stop();
});

const read = '{ facilities(first: 1) { edges { node { id } } } }';

it('says that there is too much to do where no connection becomes free, and answers again afterwards', async () => {
  // Both connections of the pool are there: none is made while the table is locked. Making one is bounded as well.
  await vi.waitFor(
    async () => {
      const both = await Promise.all([context.ask(read), context.ask(read)]);
      expect(both.map(({ errors }) => errors)).toEqual([undefined, undefined]);
    },
    { timeout: 30_000 },
  );
  await other.query('BEGIN');
  await other.query('LOCK TABLE facility');
  const many = Promise.all(Array.from({ length: 8 }, () => context.ask(read)));
  const writing = context.ask(
    `mutation { registerTenant(input: { name: "Late", idempotencyKey: "late" }) { __typename } }`,
    {},
    admin,
  );
  const refused = await writing;
  await other.query('ROLLBACK');
  expect(refused.errors).toMatchObject([
    { message: 'There is too much to do at the moment.', extensions: { code: 'OVERLOADED' } },
  ]);
  const codes = (await many).map(({ errors }) => errors?.[0]?.extensions?.['code']);
  expect(codes).toContain('OVERLOADED');
  expect(codes).toContain(undefined);
  expect((await context.ask(read)).errors).toBeUndefined();
});
