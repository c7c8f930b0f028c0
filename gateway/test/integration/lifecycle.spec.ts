import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { accounts, garden as gardenSource, weather } from '../fixtures/subgraphs.js';
import { startGarden, supergraphOf, type Garden } from '../support/garden.js';
import { patienceMs } from '../support/patience.js';

const withSnow = {
  ...weather,
  sdl: weather.sdl.replace('forecast: String', 'forecast: String snow: String'),
};

/** Resolves when another supergraph is in force than before. */
async function reloaded(garden: Garden, text: string): Promise<void> {
  const before = garden.gateway.supergraph.version;
  await garden.writeSupergraph(text);
  await expect
    .poll(() => garden.gateway.supergraph.version, { timeout: patienceMs })
    .not.toBe(before);
}

describe('a supergraph file that changes', () => {
  it('comes into force while requests go on', async () => {
    await using garden = await startGarden();
    let release = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      garden.state.slow = () => {
        resolve();
        return new Promise((open) => {
          release = open;
        });
      };
    });
    const running = garden.ask('{ slow }');
    await arrived;
    expect((await garden.ask('{ snow }')).data).toBeUndefined();
    await reloaded(garden, supergraphOf([accounts, gardenSource, withSnow]));
    expect((await garden.ask('{ __type(name: "Query") { fields { name } } }')).data).toMatchObject({
      __type: { fields: expect.arrayContaining([{ name: 'snow' }]) as object[] },
    });
    expect((await garden.ask('{ snow }')).data).toEqual({ snow: null });
    release();
    expect(await running).toMatchObject({ status: 200, data: { slow: 'done' } });
  });

  it('leaves the old one in force when it is not valid, until it is', async () => {
    await using garden = await startGarden();
    const { version } = garden.gateway.supergraph;
    await garden.writeSupergraph('type Query { this is no supergraph }');
    await garden.writeSupergraph('type Query { neither: String }');
    await reloaded(garden, supergraphOf([accounts, gardenSource, withSnow]));
    expect(garden.gateway.supergraph.version).not.toBe(version);
    expect((await garden.ask('{ forecast }')).data).toEqual({ forecast: 'rain' });
  });

  it('may bring another subgraph', async () => {
    await using garden = await startGarden();
    const tides = { ...weather, name: 'tides', sdl: 'type Query { tide: String }' };
    await reloaded(garden, supergraphOf([accounts, gardenSource, weather, tides]));
    expect(garden.gateway.supergraph.services).toContain('tides');
    const answer = await garden.ask('{ forecast tide }');
    expect(answer.data).toEqual({ forecast: 'rain', tide: null });
    expect(answer.errors?.[0]?.extensions['code']).toBe('SUBGRAPH_UNAVAILABLE');
  });
});

const readinessOf = async (url: string): Promise<unknown[]> => {
  const ready = await fetch(`${url}/ready`);
  return [ready.status, await ready.json()];
};

describe('the probes', () => {
  it('say alive and ready, and count what happened', async () => {
    await using garden = await startGarden();
    const { url } = garden.gateway;
    expect((await fetch(`${url}/health`)).status).toBe(200);
    // A subgraph that does not answer its probe in time is asked again.
    await expect
      .poll(() => readinessOf(url), { timeout: patienceMs })
      .toEqual([200, { ready: true, unready: {} }]);
    await garden.ask('{ forecast }');
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/voltpark_gateway_requests_total\{kind="query",outcome="ok"\} [1-9]/);
    expect(metrics).toMatch(
      /voltpark_gateway_subgraph_calls_total\{service="weather",outcome="ok"\}/,
    );
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });
});

/** What a gateway says while it stops; undefined when that was over before it could be asked. */
async function whileStopping(drainMs: number) {
  await using garden = await startGarden({ environment: { GATEWAY_DRAIN_MS: String(drainMs) } });
  const startedAt = performance.now();
  const stopped = garden.gateway.stop();
  try {
    const readiness = await readinessOf(garden.gateway.url);
    const { data } = await garden.ask('{ forecast }');
    return { readiness, data };
  } catch (error) {
    if (performance.now() - startedAt < drainMs / 2) throw error;
    return undefined;
  } finally {
    await stopped;
  }
}

describe('stopping', () => {
  it('first says so, with the door still open for a while', async () => {
    // A busy machine may sleep through a short while.
    expect((await whileStopping(400)) ?? (await whileStopping(10_000))).toEqual({
      readiness: [503, { ready: false, unready: { gateway: 'stopping' } }],
      data: { forecast: 'rain' },
    });
  });

  it('finishes what is in hand and lets nobody else in', async () => {
    const garden = await startGarden();
    let release = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      garden.state.slow = () => {
        resolve();
        return new Promise((open) => {
          release = open;
        });
      };
    });
    const running = garden.ask('{ slow }');
    await arrived;
    const stopped = garden.gateway.stop();
    // The door is closed as soon as the stop has begun.
    await expect
      .poll(
        async () => {
          const socket = connect(garden.gateway.port, '127.0.0.1');
          const outcome = await Promise.race([
            once(socket, 'connect').then(() => 'open'),
            once(socket, 'error').then(() => 'closed'),
          ]).catch(() => 'closed');
          socket.destroy();
          return outcome;
        },
        { timeout: patienceMs },
      )
      .toBe('closed');
    release();
    const answer = await running;
    expect(answer).toMatchObject({ status: 200, data: { slow: 'done' } });
    await stopped;
    await garden[Symbol.asyncDispose]();
  });
});
