import { catalog, facilitiesEvents } from '@voltpark/contracts';
import {
  appendToOutbox,
  openBackbone,
  on,
  administer,
  type Backbone,
} from '@voltpark/kit/backbone';
import { systemClock } from '@voltpark/kit/clock';
import { databaseVariable } from '@voltpark/kit/context-environment';
import { newId } from '@voltpark/kit/ids';
import { createLogger } from '@voltpark/kit/log';
import { testDatabase, testNats, type TestDatabase } from '@voltpark/kit/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadLetters } from '../../src/events-cli/dead-letters.js';
import { statusText } from '../../src/events-cli/status.js';
import { findTargets, UsageError, type Targets } from '../../src/events-cli/targets.js';

const { tenantRegistered } = facilitiesEvents;
const soon = { timeout: 20_000, interval: 20 };
let nats: Awaited<ReturnType<typeof testNats>>;
let facilities: TestDatabase;
let accounts: TestDatabase;
let running: Backbone[];
let targets: Targets;
let known: string[];
let broken: boolean;

beforeEach(async () => {
  [nats, facilities, accounts] = await Promise.all([
    testNats(),
    testDatabase('facilities'),
    testDatabase('accounts'),
  ]);
  known = [];
  broken = true;
  running = [
    begin('facilities', facilities, []),
    begin('accounts', accounts, [
      on(tenantRegistered, async ({ data }) => {
        if (broken && data.name === 'Poison') throw new Error('cannot be');
        known.push(data.name);
        await Promise.resolve();
      }),
    ]),
  ];
  targets = await findTargets(undefined, {
    NATS_URL: nats.url,
    [databaseVariable('facilities')]: facilities.url,
    [databaseVariable('accounts')]: accounts.url,
    VOLTPARK_DATA: '/nowhere',
  });
});
afterEach(async () => {
  await Promise.all(running.map((backbone) => backbone.stop()));
  await Promise.all([nats.stop(), facilities.dispose(), accounts.dispose()]);
});

function begin(
  context: string,
  database: TestDatabase,
  reactions: Parameters<Backbone['begin']>[0]['reactions'],
): Backbone {
  const backbone = openBackbone({
    context,
    databaseUrl: database.url,
    natsUrl: nats.url,
    clock: systemClock,
    catalog,
    log: createLogger(context, 'silent'),
    limits: { maxAttempts: 1, leaderTryMs: 20, retryPollMs: 20, natsRetryMs: 20 },
  });
  backbone.begin({ transact: (work) => administer(database.url, work), reactions });
  return backbone;
}

async function register(version: number, name: string): Promise<void> {
  const draft = {
    id: newId(),
    type: tenantRegistered.type,
    key: 'elbe',
    aggregateType: 'tenant',
    aggregateId: 'elbe',
    aggregateVersion: version,
    data: { tenantId: 'elbe', name },
    occurredAt: new Date(),
    tenantId: 'elbe',
    actorId: 'spec',
  };
  await administer(facilities.url, (tx) => appendToOutbox(tx, [draft]));
}

/** One poison event with two that wait behind it; resolves with the poison's id in the dead letters. */
async function poisoned(): Promise<string> {
  for (const [index, name] of ['Poison', 'Second', 'Third'].entries())
    await register(index + 1, name);
  const list = await vi.waitFor(async () => {
    const text = await deadLetters('list', [], targets);
    expect(text.split('\n')).toHaveLength(4);
    return text;
  }, soon);
  expect(list).toContain('PARKED');
  expect(list).toContain('accounts-from-facilities');
  return list.split('\n')[1]?.split(' ')[0] ?? '';
}

describe('npm run events', () => {
  it('lists, shows and replays dead letters of the running system in order', async () => {
    const id = await poisoned();
    expect(known).toEqual([]);
    expect(await deadLetters('show', [id], targets)).toContain('"reason": "Error: cannot be"');
    expect(await deadLetters('replay', [id], targets)).toContain('1 failed again, 2 wait behind');
    broken = false;
    expect(await deadLetters('replay', [], targets)).toContain('none is left');
    expect(known).toEqual(['Poison', 'Second', 'Third']);
    expect(await deadLetters('list', [], targets)).toBe('There are no dead letters.');
  });

  it('discards a dead letter, and what waited behind it goes on', async () => {
    const id = await poisoned();
    await deadLetters('discard', [id], targets);
    await vi.waitFor(() => expect(known).toEqual(['Second', 'Third']), soon);
    await expect(deadLetters('discard', [id], targets)).rejects.toThrow(UsageError);
  });

  it('tells how far everything is', async () => {
    await register(1, 'Elbe');
    await vi.waitFor(() => expect(known).toEqual(['Elbe']), soon);
    // The reaction runs before its event counts as taken in, and perhaps before it is noted as published.
    await vi.waitFor(async () => {
      const text = await statusText(targets);
      expect(text).toMatch(/facilities +0 +1 \(last 1/);
      expect(text).toMatch(/accounts-from-facilities +0/);
    }, soon);
  });

  it('refuses what makes no sense', async () => {
    await expect(deadLetters('eat', [], targets)).rejects.toThrow(UsageError);
    await expect(deadLetters('discard', [], targets)).rejects.toThrow(UsageError);
    await expect(findTargets('nowhere', {})).rejects.toThrow(UsageError);
    await expect(findTargets(undefined, { VOLTPARK_DATA: '/nowhere' })).rejects.toThrow(UsageError);
  });
});
