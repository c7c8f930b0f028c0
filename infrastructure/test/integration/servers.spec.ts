import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDatabase, onFreePort, startNatsServer } from '../../src/index.js';

const adminUrl = () => process.env['VOLTPARK_TEST_POSTGRES_URL'] ?? '';

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

describe('a database and a role per context', () => {
  const one = { database: 'spec_one', role: 'spec_one', password: 'first' };
  const other = { database: 'spec_other', role: 'spec_other', password: 'second' };
  let oneUrl = '';
  let otherUrl = '';
  beforeAll(async () => {
    oneUrl = await ensureDatabase(adminUrl(), one);
    otherUrl = await ensureDatabase(adminUrl(), other);
  });

  it('lets a role work in its own database', async () => {
    await rows(oneUrl, 'CREATE TABLE IF NOT EXISTS own (id int)');
    expect(await rows(oneUrl, 'SELECT * FROM own')).toEqual([]);
  });

  it('refuses a role at the door of another database', async () => {
    const trespass = new URL(oneUrl);
    trespass.pathname = `/${other.database}`;
    await expect(rows(trespass.toString(), 'SELECT 1')).rejects.toThrow(/permission denied/);
    expect(await rows(otherUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('may be asked for again, and then has the new password', async () => {
    const again = await ensureDatabase(adminUrl(), { ...one, password: 'changed' });
    expect(await rows(again, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect(rows(oneUrl, 'SELECT 1')).rejects.toThrow(/password/);
  });
});

describe('a nats-server', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'voltpark-nats-spec-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('serves from the moment its start resolves, and is gone when its stop has', async () => {
    const server = await onFreePort((port) => startNatsServer({ port, storeDirectory: directory }));
    const port = Number(new URL(server.url).port);
    expect(await connects(port)).toBe(true);
    await server.stop();
    expect(await connects(port)).toBe(false);
  });

  it('says why it did not start when the port is taken', async () => {
    const first = await onFreePort((port) => startNatsServer({ port, storeDirectory: directory }));
    const port = Number(new URL(first.url).port);
    await expect(startNatsServer({ port, storeDirectory: `${directory}/b` })).rejects.toThrow(
      /did not start.*address already in use/s,
    );
    await first.stop();
  });
});

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
