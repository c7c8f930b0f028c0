import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { at, mutate, send, type As } from '../support/client.js';
import { losingFirstAnswers } from '../support/lossy.js';
import { contextNames } from '../../src/contexts.js';
import { demoAccounts } from '../../src/demo/data.js';
import { seedDemo } from '../../src/demo/seed.js';
import { startStack } from '../../src/index.js';
import type { RunningStack, StackOptions } from '../../src/options.js';

const postgresAdminUrl = () => process.env['VOLTPARK_TEST_POSTGRES_URL'] ?? '';
/** A spec is not about speed, and the machine that runs it may be busy with others. */
const environment = {
  GATEWAY_DEADLINE_MS: '30000',
  SUBGRAPH_DEADLINE_MS: '30000',
  GATEWAY_SHED_LAG_MS: '0',
  VOLTPARK_STATEMENT_TIMEOUT_MS: '30000',
  VOLTPARK_POOL_WAIT_MS: '30000',
};
const start = (
  options: Pick<StackOptions, 'demo' | 'say' | 'contexts'> = { say: () => undefined },
) =>
  startStack({
    mode: 'one-process',
    postgresAdminUrl: postgresAdminUrl(),
    environment,
    ...options,
  });

/** How long another context may take to hear of something. */
const patience = { timeout: 20_000, interval: 50 };

async function signIn(stack: RunningStack, email?: string): Promise<As> {
  const { adminCredentials } = stack;
  const credentials = { ...adminCredentials, email: email ?? adminCredentials.email };
  const answer = await mutate(
    stack.url,
    'signIn',
    credentials,
    '... on SignedIn { tokens { accessToken } }',
  );
  return { accessToken: at(answer, 'tokens', 'accessToken') };
}

const queryDatabases = async (pattern: string) => {
  const admin = new pg.Client({ connectionString: postgresAdminUrl() });
  await admin.connect();
  const { rows } = await admin.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE datname LIKE $1',
    [pattern],
  );
  await admin.end();
  return rows.map(({ datname }) => datname);
};

describe('a stack in one process', () => {
  let stack: RunningStack;
  const said: string[] = [];
  beforeAll(async () => {
    stack = await start({ demo: true, say: (line) => said.push(line) });
  }, 300_000);
  afterAll(() => stack.stop());

  it('runs every context with a database of its own', () => {
    expect(Object.keys(stack.databases).sort()).toEqual(contextNames());
    const names = Object.values(stack.databases).map((url) => new URL(url).pathname);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is ready, and says so', async () => {
    const response = await fetch(new URL('/ready', stack.url));
    expect({ status: response.status, body: await response.json() }).toMatchObject({ status: 200 });
  });

  it('has a demo town: two facilities with free slots, and people who can sign in', async () => {
    // A start goes on without its demo town when that could not be made, and says why.
    expect(stack.demo === undefined ? said : []).toEqual([]);
    const query =
      '{ facilities(first: 5) { edges { node { name occupancy { totals { free } } } } } }';
    const { data } = await send(stack.url, query);
    expect(data).toMatchObject({
      facilities: {
        edges: [
          { node: { name: 'Riverside Garage', occupancy: { totals: { free: 94 } } } },
          { node: { name: 'Station North', occupancy: { totals: { free: 16 } } } },
        ],
      },
    });
    for (const { email } of demoAccounts) {
      await expect(signIn(stack, email)).resolves.toHaveProperty('accessToken');
    }
  });

  it('comes back at the same place when its gateway restarts', async () => {
    await stack.restartGateway();
    await vi.waitFor(async () => {
      expect((await send(stack.url, '{ __typename }')).data).toEqual({ __typename: 'Query' });
    }, patience);
  });

  it('works on while NATS is away, and catches up', async () => {
    const admin = await signIn(stack);
    await stack.nats?.stop();
    const tenant = await mutate(
      stack.url,
      'registerTenant',
      { idempotencyKey: 'without-nats', name: 'Night Parking' },
      '... on TenantRegistered { tenant { id } }',
      admin,
    );
    const tenantId = at(tenant, 'tenant', 'id');
    await stack.nats?.start();
    let attempt = 0;
    await vi.waitFor(async () => {
      const invited = await mutate(
        stack.url,
        'inviteStaff',
        {
          tenantId,
          email: 'night@voltpark.example',
          displayName: 'Nora',
          roles: ['OPERATOR'],
          idempotencyKey: `night-${(attempt += 1)}`,
        },
        '... on StaffInvited { invitationCode }',
        admin,
      );
      expect(invited).toHaveProperty('invitationCode');
    }, patience);
  });
});

describe('a demo town', () => {
  it('is made on a machine so busy that answers get lost, of what was done all the same', async () => {
    const contexts = ['accounts', 'facilities', 'parking'];
    const stack = await start({ contexts, say: () => undefined });
    const lossy = await losingFirstAnswers(stack.url);
    try {
      const { adminCredentials, dataDirectory } = stack;
      const say = () => undefined;
      await seedDemo({ url: lossy.url, adminCredentials, contexts, dataDirectory, say });
      for (const { email } of demoAccounts) {
        await expect(signIn(stack, email)).resolves.toHaveProperty('accessToken');
      }
    } finally {
      await lossy.close();
      await stack.stop();
    }
  }, 240_000);
});

describe('stacks', () => {
  it('run beside each other, and leave nothing behind', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    const all = [one, other];
    const databases = all.flatMap(({ databases: urls }) => Object.values(urls));
    expect(new Set([...databases, one.url, other.url, one.natsUrl, other.natsUrl]).size).toBe(
      databases.length + 4,
    );
    for (const stack of all) {
      expect((await send(stack.url, '{ __typename }')).data).toEqual({ __typename: 'Query' });
    }
    await Promise.all(all.map((stack) => stack.stop()));
    for (const stack of all) {
      await expect(fetch(stack.url)).rejects.toThrow('fetch failed');
      expect(existsSync(stack.dataDirectory)).toBe(false);
      const name = new URL(Object.values(stack.databases)[0] ?? '').pathname.slice(1);
      expect(await queryDatabases(`${name.split('_').slice(0, 2).join('_')}%`)).toEqual([]);
    }
  }, 240_000);

  it('end what they began when a part cannot start', async () => {
    const before = await queryDatabases('stack_%');
    const starting = startStack({
      mode: 'one-process',
      postgresAdminUrl: postgresAdminUrl(),
      quiet: true,
      environment: { VOLTPARK_POOL_CONNECTIONS: 'many' },
    });
    await expect(starting).rejects.toThrow('VOLTPARK_POOL_CONNECTIONS');
    expect(await queryDatabases('stack_%')).toEqual(before);
  });
});
