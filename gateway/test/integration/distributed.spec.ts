import { describe, expect, it } from 'vitest';
import { startGateway } from '../../src/index.js';
import { identityLimits } from '../../src/limits.js';
import { accounts, garden as gardenSource, weather } from '../fixtures/subgraphs.js';
import { context } from '../support/garden-contexts.js';
import { startGarden, supergraphOf } from '../support/garden.js';
import { patienceMs } from '../support/patience.js';

describe('a gateway with subgraphs over the network', () => {
  it('knows who asks, tells the subgraphs, and passes the public keys on', async () => {
    await using garden = await startGarden({ isDistributed: true });
    const authorization = `Bearer ${await garden.issuer.token({ sub: 'anna' })}`;
    const headers = { authorization, 'x-correlation-id': 'spec-9' };
    const answer = await garden.ask('{ whoAsks plant(id: 1) { thirst } }', { headers });
    expect(answer.data).toEqual({ whoAsks: 'anna', plant: { thirst: 3 } });
    expect(garden.state.seen.at(-1)).toMatchObject({
      actor: { id: 'anna', roles: ['DRIVER'] },
      correlationId: 'spec-9',
    });
    const keys = () => fetch(`${garden.gateway.url}/.well-known/jwks.json`);
    const startedAt = Date.now();
    expect(await (await keys()).json()).toEqual(garden.issuer.jwks);
    const shown = garden.state.keysShown;
    await keys();
    // Kept for a while, which a busy machine may sleep through.
    const whiles = Math.floor((Date.now() - startedAt) / identityLimits.jwksCooldownMs);
    expect(garden.state.keysShown - shown).toBeLessThanOrEqual(whiles);
  });

  it('takes in another one while it runs, by its supergraph file alone', async () => {
    await using garden = await startGarden({ isDistributed: true });
    const sdl = 'type Query { tide: String }';
    const tides = context({ name: 'tides', url: '', sdl }, { Query: { tide: () => 'high' } });
    const url = await garden.startSubgraph(tides);
    const all = [accounts, gardenSource, weather, { name: 'tides', url, sdl }];
    await garden.writeSupergraph(supergraphOf(all));
    await expect
      .poll(() => garden.gateway.supergraph.services, { timeout: patienceMs })
      .toContain('tides');
    const answer = await garden.ask('{ forecast tide }');
    expect(answer.data).toEqual({ forecast: 'rain', tide: 'high' });
  });

  it('answers in part when one of them is down, and stays ready', async () => {
    await using garden = await startGarden({ isDistributed: true });
    const ready = () => fetch(`${garden.gateway.url}/ready`);
    // A subgraph that does not answer its probe in time is asked again.
    await expect.poll(async () => (await ready()).status, { timeout: patienceMs }).toBe(200);
    await garden.stopSubgraph('weather');
    const answer = await garden.ask('{ forecast plant(id: 1) { name } }');
    expect(answer.data).toEqual({ forecast: null, plant: { name: 'Plant 1' } });
    expect(answer.errors?.[0]).toMatchObject({
      path: ['forecast'],
      extensions: { code: expect.stringMatching(/^SUBGRAPH_/) as string },
    });
    await expect
      .poll(async () => (await ready()).json(), { timeout: patienceMs })
      .toEqual({ ready: true, unready: { weather: 'does not answer' } });
  });

  it('cannot say who asks while accounts is down, and says just that', async () => {
    await using garden = await startGarden({ isDistributed: true });
    await garden.stopSubgraph('accounts');
    const known = `Bearer ${await garden.issuer.token()}`;
    const byToken = await garden.ask('{ forecast }', { headers: { authorization: known } });
    expect(byToken.status).toBe(503);
    expect(byToken.errors?.[0]?.extensions['code']).toBe('IDENTITY_UNAVAILABLE');
    const byKey = await garden.ask('{ forecast }', {
      headers: { 'x-api-key': `vp_${'k'.repeat(40)}` },
    });
    expect(byKey.status).toBe(503);
    expect((await garden.ask('{ forecast }')).data).toEqual({ forecast: 'rain' });
  });

  it('does not start without the key to sign actors with', async () => {
    await expect(startGateway({ environment: {}, port: 0 })).rejects.toThrow(
      /VOLTPARK_ACTOR_PRIVATE_JWK/,
    );
  });
});
