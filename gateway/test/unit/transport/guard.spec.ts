import { anonymous } from '@voltpark/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  SubgraphUnavailable,
  type SubgraphCall,
  type SubgraphResponse,
} from '../../../src/ports.js';
import type { Attempt, Line } from '../../../src/transport/attempt.js';
import { guarded } from '../../../src/transport/guard.js';
import { transportLimits as limits } from '../../../src/transport/limits.js';

const call = (kind: SubgraphCall['kind'] = 'query', inMs = 5_000): SubgraphCall => ({
  kind,
  query: '{ a }',
  request: { actor: anonymous, correlationId: 'c', deadline: Date.now() + inMs },
});
const answer: SubgraphResponse = { data: { a: 1 } };
const unreachable = (): Promise<never> =>
  Promise.reject(new SubgraphUnavailable('a', 'UNREACHABLE'));
const hung = (): Promise<never> => new Promise(() => undefined);

/** The reason why a call failed. */
async function reasonOf(failing: Promise<unknown>): Promise<string> {
  const error: unknown = await failing.then(
    () => 'it did not fail',
    (reason: unknown) => reason,
  );
  return error instanceof SubgraphUnavailable ? error.reason : String(error);
}

/** Lets clocks run until a promise is settled. */
async function after<Value>(promise: Promise<Value>): Promise<Value> {
  await vi.advanceTimersByTimeAsync(limits.subgraphDeadlineMs);
  return promise;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a deadline', () => {
  it('ends a call to a subgraph that hangs, and gives up the try', async () => {
    const cancel = vi.fn<() => void>();
    const execute = guarded((_service, _call, attempt) => {
      attempt.cancel = cancel;
      return hung();
    });
    const startedAt = Date.now();
    const reason = reasonOf(execute('a', call()));
    expect(await after(reason)).toBe('TIMEOUT');
    expect(cancel).toHaveBeenCalledOnce();
    expect(Date.now() - startedAt).toBe(limits.subgraphDeadlineMs);
  });

  it('is the request\u2019s own when that comes first, and is handed on', async () => {
    const attempts: Attempt[] = [];
    const execute = guarded((_service, _call, attempt) => {
      attempts.push(attempt);
      return hung();
    });
    const reason = reasonOf(execute('a', call('query', 300)));
    await vi.advanceTimersByTimeAsync(300);
    expect(await reason).toBe('TIMEOUT');
    expect(attempts[0]?.deadline).toBe(Date.now());
  });
});

describe('a retry', () => {
  it('is made of queries that did not arrive', async () => {
    const line = vi.fn<Line>(unreachable);
    line
      .mockImplementationOnce(unreachable)
      .mockImplementationOnce(unreachable)
      .mockResolvedValueOnce(answer);
    const result = guarded(line)('a', call());
    expect(await after(result)).toBe(answer);
    expect(line).toHaveBeenCalledTimes(limits.attempts);
  });

  it('is not made of mutations, nor of answers that make no sense', async () => {
    const line = vi.fn<Line>(unreachable);
    const execute = guarded(line);
    expect(await after(reasonOf(execute('a', call('mutation'))))).toBe('UNREACHABLE');
    line.mockRejectedValueOnce(new SubgraphUnavailable('a', 'BAD_RESPONSE'));
    expect(await after(reasonOf(execute('a', call())))).toBe('BAD_RESPONSE');
    expect(line).toHaveBeenCalledTimes(2);
  });

  it('is made of no more than a tenth of the queries in the long run', async () => {
    let tries = 0;
    const line: Line = (_service, { operationName }) => {
      tries += 1;
      return operationName === 'fails' ? unreachable() : Promise.resolve(answer);
    };
    const execute = guarded(line);
    const rounds = 200;
    for (let round = 0; round < rounds; round++) {
      await execute('a', call());
      await after(reasonOf(execute('a', { ...call(), operationName: 'fails' })));
    }
    const retries = tries - 2 * rounds;
    expect(retries).toBeGreaterThan(0);
    expect(retries).toBeLessThanOrEqual(2 * rounds * limits.retryShare + limits.savedRetries);
  });
});

describe('a circuit', () => {
  it('opens after failures in a row, for one subgraph only, and closes after a success', async () => {
    const line = vi.fn<Line>((service) =>
      service === 'a' ? unreachable() : Promise.resolve(answer),
    );
    const execute = guarded(line);
    for (let failure = 0; failure < limits.failuresToOpen; failure++) {
      await after(reasonOf(execute('a', call('mutation'))));
    }
    // Time has passed after the last one: one may try, fails, and the circuit is open.
    expect(await reasonOf(execute('a', call('mutation')))).toBe('UNREACHABLE');
    line.mockClear();
    expect(await reasonOf(execute('a', call('mutation')))).toBe('OPEN_CIRCUIT');
    expect(line).not.toHaveBeenCalled();
    expect(await execute('b', call())).toBe(answer);

    await vi.advanceTimersByTimeAsync(limits.openCircuitMs);
    line.mockResolvedValue(answer);
    expect(await execute('a', call())).toBe(answer);
    expect(await execute('a', call())).toBe(answer);
  });

  it('opens when a subgraph hangs, and its places are free again', async () => {
    const line = vi.fn<Line>(hung);
    const execute = guarded(line);
    const calls = Array.from({ length: limits.concurrentRequests }, () =>
      reasonOf(execute('a', call())),
    );
    expect(new Set(await after(Promise.all(calls)))).toEqual(new Set(['TIMEOUT']));
    expect(await reasonOf(execute('a', call()))).toBe('OPEN_CIRCUIT');
    await vi.advanceTimersByTimeAsync(limits.openCircuitMs);
    line.mockResolvedValue(answer);
    expect(await execute('a', call())).toBe(answer);
  });

  it('does not open because callers had no time left', async () => {
    const execute = guarded(hung);
    for (let call_ = 0; call_ < 2 * limits.failuresToOpen; call_++) {
      const reason = reasonOf(execute('a', call('query', 10)));
      await vi.advanceTimersByTimeAsync(10);
      expect(await reason).toBe('TIMEOUT');
    }
  });
});

describe('a bulkhead', () => {
  it('lets so many in, makes others wait, and turns away the rest', async () => {
    const pending: (() => void)[] = [];
    const execute = guarded(
      () =>
        new Promise((resolve) => {
          pending.push(() => resolve(answer));
        }),
    );
    const waiting = Array.from({ length: limits.concurrentRequests + limits.queuedRequests }, () =>
      execute('a', call()),
    );
    expect(await reasonOf(execute('a', call()))).toBe('BULKHEAD_FULL');
    expect(pending).toHaveLength(limits.concurrentRequests);
    const elsewhere = execute('b', call());
    for (let open = pending.shift(); open; open = pending.shift()) {
      open();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(await Promise.all([...waiting, elsewhere])).toHaveLength(waiting.length + 1);
  });
});

it('every call is told with its outcome', async () => {
  const outcomes: [string, string, string][] = [];
  const line = vi.fn<Line>().mockResolvedValueOnce(answer);
  line.mockResolvedValueOnce({ errors: [{ message: 'x' }] }).mockImplementationOnce(unreachable);
  const execute = guarded(line, {
    onCall: (service, kind, outcome) => outcomes.push([service, kind, outcome]),
  });
  await execute('a', call());
  await execute('a', call());
  await reasonOf(execute('a', call('mutation')));
  expect(outcomes).toEqual([
    ['a', 'query', 'ok'],
    ['a', 'query', 'error'],
    ['a', 'mutation', 'UNREACHABLE'],
  ]);
});
