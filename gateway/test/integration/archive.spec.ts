import { randomUUID } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { archiveLimits } from '../../src/limits.js';
import { accounts, garden as gardenSource, weather } from '../fixtures/subgraphs.js';
import { startGarden, supergraphOf, type Garden } from '../support/garden.js';
import { knowing, type Knowledge } from '../support/knowing.js';
import { patienceMs } from '../support/patience.js';

const digits = '12345678901234567890.10';
const alpha: Knowledge = {
  rows: {
    anna: [
      { table: 'stay', row: `{"id": 1, "amount": ${digits}}` },
      ...Array.from({ length: 250 }, (_, id) => ({ table: 'visit', row: `{"id": ${id}}` })),
    ],
    bert: [{ table: 'stay', row: '{"id": 2, "of": "bert"}' }],
  },
};
const omega: Knowledge = { rows: {} };

let garden: Garden;
beforeAll(async () => {
  garden = await startGarden({ isDistributed: true });
  const knowingAlpha = knowing('alpha', alpha);
  const knowingOmega = knowing('omega', omega);
  const all = [accounts, gardenSource, weather];
  for (const { running, ...source } of [knowingAlpha, knowingOmega]) {
    all.push({ ...source, url: await garden.startSubgraph(running) });
  }
  await garden.writeSupergraph(supergraphOf(all));
  await vi.waitFor(() => expect(garden.gateway.supergraph.services).toContain('omega'), patienceMs);
});
afterAll(() => garden[Symbol.asyncDispose]());
beforeEach(() => {
  alpha.isForgetting = false;
  alpha.slow = undefined;
});

/** The archive's address, asked by somebody; each spec is somebody else to the rate limit. */
async function fetched(changes: Record<string, unknown> | null, init: RequestInit = {}) {
  const headers =
    changes === null ? {} : { authorization: `Bearer ${await garden.issuer.token(changes)}` };
  return fetch(`${garden.gateway.url}/me/archive`, { headers, ...init });
}
const codeOf = async (response: Response) => {
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: { code: string; contexts?: string[] } }[];
  };
  return errors[0]?.extensions;
};
const filesOf = async (response: Response): Promise<Record<string, string>> => {
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
};

describe('the archive of a person', () => {
  it('has every row of every context in a file of its own, as the context told it, and nobody else’s', async () => {
    const response = await fetched({ sub: 'whole', customer: 'anna' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="voltpark-/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const files = await filesOf(response);
    expect(Object.keys(files).sort()).toEqual(['alpha.json', 'index.html', 'omega.json']);
    const { context, tables } = JSON.parse(files['alpha.json'] ?? '') as {
      context: string;
      tables: Record<string, { id: number }[]>;
    };
    expect(context).toBe('alpha');
    expect(tables['stay']).toHaveLength(1);
    expect(tables['visit']?.map(({ id }) => id)).toEqual([...Array(250).keys()]);
    expect(files['alpha.json']).toContain(digits);
    expect(JSON.parse(files['omega.json'] ?? '')).toMatchObject({ context: 'omega', tables: {} });
    expect(files['index.html']).toMatch(/visit<\/td><td>250</);
    expect(files['index.html']).toContain('garden');
    expect(JSON.stringify(files)).not.toContain('bert');
  });

  it('is for customers who are signed in, and fetched', async () => {
    const nobody = await fetched(null);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer');
    const staff = await fetched({ sub: 'staff', roles: ['OPERATOR'] });
    expect([staff.status, await codeOf(staff)]).toMatchObject([403, { code: 'FORBIDDEN' }]);
    const posted = await fetched(null, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it('is refused once a context has begun to forget the person', async () => {
    alpha.isForgetting = true;
    const refused = await fetched({ sub: 'going', customer: 'anna' });
    expect([refused.status, await codeOf(refused)]).toMatchObject([
      409,
      { code: 'BEING_FORGOTTEN' },
    ]);
  });

  it('is given out a few times, and then later; one that was refused does not count', async () => {
    const eager = { sub: randomUUID(), customer: 'anna' };
    alpha.isForgetting = true;
    expect((await fetched(eager)).status).toBe(409);
    alpha.isForgetting = false;
    for (let time = 0; time < archiveLimits.rate.burst; time++) {
      expect((await fetched(eager)).status).toBe(200);
    }
    const refused = await fetched(eager);
    expect([refused.status, await codeOf(refused)]).toMatchObject([429, { code: 'RATE_LIMITED' }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
  });

  it('is written once at a time for one person', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const begun = new Promise<void>((resolve) => {
      alpha.slow = () => {
        resolve();
        return held;
      };
    });
    const one = fetched({ sub: 'twice', customer: 'anna' });
    await begun;
    const other = await fetched({ sub: 'twice', customer: 'anna' });
    release();
    expect([other.status, (await one).status]).toEqual([429, 200]);
  });

  // The last one: it takes a context away.
  it('is refused as a whole while a context is away, which is named', async () => {
    await garden.stopSubgraph('omega');
    const refused = await fetched({ sub: 'patient', customer: 'anna' });
    expect([refused.status, await codeOf(refused)]).toMatchObject([
      503,
      { code: 'ARCHIVE_INCOMPLETE', contexts: ['omega'] },
    ]);
    expect(refused.headers.get('retry-after')).not.toBeNull();
  });
});
