import { accountsEvents } from '@voltpark/contracts';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAccounts, type RunningAccounts } from '../support/running.js';

const migration = new URL(
  '../../../../prisma/accounts/migrations/20261120160000_known_contacts/migration.sql',
  import.meta.url,
);

let accounts: RunningAccounts;
beforeAll(async () => {
  accounts = await runAccounts();
});
afterAll(() => accounts.stop());

interface Row {
  readonly key: string;
  readonly aggregate_version: string;
  readonly data: Record<string, unknown>;
}
const contacts = async (): Promise<readonly Row[]> =>
  (await accounts.sql(
    `SELECT key, aggregate_version, data FROM outbox WHERE type = 'accounts.contact.changed.v1' ORDER BY position`,
  )) as unknown as Row[];

it('customers of whom nobody was told how to reach them are told of once, and nobody else', async () => {
  const old = await accounts.signUp();
  // As a database of earlier days has it: that there is a customer was all that was published.
  await accounts.sql(`DELETE FROM outbox WHERE type = 'accounts.contact.changed.v1'`);
  await accounts.sql(`UPDATE customer SET version = 1`);
  await accounts.signUp();
  const [known] = await contacts();

  const sql = await readFile(migration, 'utf8');
  await accounts.sql(sql);
  await accounts.sql(sql);
  const told = await contacts();
  expect(told).toHaveLength(2);
  expect(told[0]).toEqual(known);
  const [, untold] = told;
  expect(untold).toMatchObject({ aggregate_version: '2', data: { email: old.email } });
  expect(accountsEvents.contactChanged.data.parse(untold?.data)).toEqual(untold?.data);
  expect(untold?.key).toBe(untold?.data['customerId']);
  expect(await accounts.sql(`SELECT version FROM customer ORDER BY created_at`)).toEqual([
    { version: 2 },
    { version: 2 },
  ]);
});
