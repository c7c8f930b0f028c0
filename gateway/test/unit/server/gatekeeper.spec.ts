import { anonymous } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { overloadLimits, rateLimits } from '../../../src/limits.js';
import { Refused } from '../../../src/server/answer.js';
import { Gatekeeper } from '../../../src/server/gatekeeper.js';
import { RateLimiter } from '../../../src/server/rate-limit.js';
import { unauthenticated } from '../../../src/identity/errors.js';
import { monitorLoad } from '../../../src/server/overload.js';

const late = overloadLimits.eventLoopDelayMs + 1;

describe('the event loop', () => {
  it('is overloaded after several late intervals in a row, and no longer after one in time', () => {
    let note = (_meanMs: number): void => undefined;
    const load = monitorLoad(overloadLimits.eventLoopDelayMs, (listener) => {
      note = listener;
      return () => undefined;
    });
    for (let interval = 1; interval < overloadLimits.lateIntervals; interval += 1) note(late);
    expect(load.isOverloaded).toBe(false);
    note(0);
    for (let interval = 1; interval < overloadLimits.lateIntervals; interval += 1) note(late);
    expect(load.isOverloaded).toBe(false);
    note(late);
    expect(load.isOverloaded).toBe(true);
    note(0);
    expect(load.isOverloaded).toBe(false);
  });
});

it('a limit of 0 means that no delay is overload', () => {
  const load = monitorLoad(0, (note) => {
    for (let interval = 0; interval < 10 * overloadLimits.lateIntervals; interval += 1)
      note(60_000);
    return () => undefined;
  });
  expect(load.isOverloaded).toBe(false);
});

describe('requests', () => {
  const refusalOf = (isOverloaded: boolean, inHand: number): Refused | undefined => {
    const gatekeeper = new Gatekeeper({
      authenticate: () => Promise.resolve({ actor: anonymous, expiresAt: null }),
      load: { isOverloaded, stop: () => undefined },
      limiter: undefined,
      trustedProxies: 0,
    });
    try {
      gatekeeper.shed(inHand);
      return undefined;
    } catch (error) {
      return error instanceof Refused ? error : undefined;
    }
  };

  it('are let in up to the number that may be in hand', () => {
    expect(refusalOf(false, overloadLimits.requestsInHand)).toBeUndefined();
    expect(refusalOf(false, overloadLimits.requestsInHand + 1)?.status).toBe(503);
  });

  it('are turned away with the time to wait while there is too much to do', () => {
    expect(refusalOf(true, 1)).toMatchObject({
      status: 503,
      headers: { 'retry-after': String(overloadLimits.retryAfterSeconds) },
    });
  });
});

describe('a client of a WebSocket', () => {
  const gatekeeper = () =>
    new Gatekeeper({
      authenticate: ({ authorization }) =>
        authorization === undefined
          ? Promise.resolve({ actor: anonymous, expiresAt: null })
          : Promise.reject(unauthenticated('No.')),
      load: { isOverloaded: false, stop: () => undefined },
      limiter: new RateLimiter(() => 0),
      trustedProxies: 0,
    });

  it('may try wrong credentials as rarely as one over HTTP', async () => {
    const gate = gatekeeper();
    const { burst } = rateLimits.failedCredentials;
    const attempt = (address: string) =>
      gate.identify({ authorization: 'Bearer x' }, address).catch((error: unknown) => error);
    for (let time = 0; time < burst; time += 1)
      expect(await attempt('a')).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    expect(await attempt('a')).toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
    expect(await attempt('b')).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    await expect(gate.identify({}, 'a')).resolves.toMatchObject({ actor: anonymous });
  });

  it('has the rate of one over HTTP', () => {
    const gate = gatekeeper();
    for (let time = 0; time < rateLimits.anonymous.burst; time += 1)
      expect(gate.take(anonymous, 'a')).toBe(true);
    expect(gate.take(anonymous, 'a')).toBe(false);
    expect(gate.take(anonymous, 'b')).toBe(true);
    expect(gate.take({ ...anonymous, kind: 'PERSON', id: 'p' }, 'a')).toBe(true);
  });
});
