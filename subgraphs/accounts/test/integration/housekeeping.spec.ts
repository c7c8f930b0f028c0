import { PrismaPg } from '@prisma/adapter-pg';
import { newId } from '@voltpark/kit/ids';
import { createLogger } from '@voltpark/kit/log';
import { patientTransactions } from '@voltpark/kit/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keepHouse } from '../../src/application/keep-house.js';
import { PrismaClient } from '../../src/db/generated/client.js';
import { transactions } from '../../src/db/transactions.js';
import { publish } from '../../src/events/publish.js';
import { runAccounts, type RunningAccounts } from '../support/running.js';

let accounts: RunningAccounts;
let prisma: PrismaClient;
beforeAll(async () => {
  accounts = await runAccounts();
  const pool = new pg.Pool({ connectionString: accounts.databaseUrl, max: 1 });
  prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: patientTransactions,
  });
});
afterAll(async () => {
  await prisma.$disconnect();
  await accounts.stop();
});

it('forgets sessions thirty days after their end and throttles after a day, and nothing sooner', async () => {
  const { clock } = accounts;
  const saving = { now: () => clock.now(), newId, publish };
  const forget = keepHouse({
    clock,
    log: createLogger('housekeeping', 'silent'),
    transact: transactions(prisma, saving, () => undefined),
  });
  const count = async (table: string) => (await accounts.sql(`SELECT 1 FROM ${table}`)).length;

  const { email } = await accounts.signUp();
  const { refreshToken } = await accounts.tokensOf(email);
  await accounts.tokensOf(email);
  await accounts.call('signOut', { refreshToken });
  await accounts.signIn(email, 'wrong password');

  clock.advance(86_000);
  await forget();
  expect(await count('sign_in_throttle')).toBeGreaterThan(0);
  clock.advance(401);
  await forget();
  expect(await count('sign_in_throttle')).toBe(0);
  expect(await count('session')).toBe(2);

  clock.advance(30 * 86_400);
  await forget();
  expect(await count('session')).toBe(1);
  expect(await count('refresh_token')).toBe(1);
});
