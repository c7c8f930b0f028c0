import { facilitiesEvents } from '@voltpark/contracts';
import { administer, appendToOutbox } from '@voltpark/kit/backbone';
import { databaseVariable } from '@voltpark/kit/context-environment';
import { newId } from '@voltpark/kit/ids';
import { testDatabase, type TestDatabase } from '@voltpark/kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rebuildAnalytics } from '../../src/analytics-cli/rebuild.js';

const contexts = [
  ...['analytics', 'facilities', 'parking', 'charging', 'billing', 'operations', 'reservations'],
];
let databases: Map<string, TestDatabase>;
let variables: Record<string, string>;

beforeEach(async () => {
  databases = new Map();
  for (const context of contexts) databases.set(context, await testDatabase(context));
  variables = { VOLTPARK_DATA: '/nowhere' };
  for (const [context, { url }] of databases) variables[databaseVariable(context)] = url;
});
afterEach(async () => {
  for (const database of databases.values()) await database.dispose();
});

const urlOf = (context: string) => databases.get(context)?.url ?? '';

async function registered(facilityId: string): Promise<void> {
  const { type } = facilitiesEvents.facilityRegistered;
  const data = {
    ...{ facilityId, tenantId: 'tenant', externalId: null, name: 'Old town', street: 'S 1' },
    ...{ postalCode: '1', city: 'C', country: 'DE', latitude: 51, longitude: 13 },
    ...{ timeZone: 'Europe/Berlin', currency: 'EUR', status: 'ACTIVE', evPolicy: 'LENIENT' },
    ...{ pricingStrategy: 'BASIC', openingPeriods: [], specialDays: [], capacity: [] },
  };
  await administer(urlOf('facilities'), async (tx) => {
    await appendToOutbox(tx, [
      {
        ...{ id: newId(), type, key: facilityId, aggregateType: 'facility', data },
        ...{ aggregateId: facilityId, aggregateVersion: 1, occurredAt: new Date() },
        ...{ tenantId: 'tenant', actorId: 'system' },
      },
    ]);
    await tx.$executeRawUnsafe('UPDATE outbox SET published_at = now(), stream_seq = 1');
  });
}

async function run(command: 'rebuild' | 'verify') {
  const said: string[] = [];
  const code = await rebuildAnalytics(command, variables, (text) => said.push(text));
  return { code, said: said.join('\n') };
}

describe('npm run analytics', () => {
  it('rebuilds from the archives, after which a verification finds the identical content', async () => {
    await registered('old');
    expect((await run('rebuild')).said).toContain('Different: facility_fact, event_log.');
    const verified = await run('verify');
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.said).toContain('The content is identical.');
  });

  it('verify fails where the content is another', async () => {
    await registered('old');
    await run('rebuild');
    await administer(urlOf('analytics'), (tx) =>
      tx.$executeRawUnsafe(`UPDATE facility_fact SET name = 'New town'`),
    );
    const verified = await run('verify');
    expect(verified).toMatchObject({ code: 1 });
    expect(verified.said).toMatch(/facility_fact .*DIFFERENT/);
  });
});
