import { anonymous } from '@voltpark/contracts';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CursorExpiredError } from '../../src/backbone/port.js';
import { answer } from '../../src/graphql/answer.js';
import {
  executeInContext,
  subscribeInContext,
  type ContextCall,
  type ContextResponse,
} from '../../src/execution.js';
import { liveEvent } from '../../src/graphql/live.js';
import type { RequestContext } from '../../src/graphql/request-context.js';
import { buildSchemaFromSdl } from '../../src/graphql/schema.js';
import { notFound } from '../../src/decision.js';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])
  scalar DateTime
  type Query { at(time: DateTime!): DateTime  broken: String  slow: String  found: Found  number: Int }
  type NotFound { message: String!  entity: String! }
  union Found = NotFound
  type Subscription { ticks(to: Int!, after: String): Tick  hidden: Int @authenticated  deaf: Int }
  type Tick { n: Int!  contexts: Int!  broken: Int }
`;

// Much goes wrong below on purpose; nobody need read of it.
beforeAll(() => void vi.stubEnv('LOG_LEVEL', 'silent'));
afterAll(() => void vi.unstubAllEnvs());

let contextsMade = 0;
let sourceEnded: Promise<void> | undefined;

async function* ticks(
  _root: unknown,
  { to, after }: { to: number; after?: string },
  context: RequestContext,
) {
  if (after === 'old') throw new CursorExpiredError();
  if (after === 'unlucky') throw new Error('password=hunter2');
  for (let n = 1; n <= to; n += 1) {
    yield liveEvent({ ticks: { n } }, { cursor: `e.${n}`, position: n });
  }
  if (after !== 'for ever') return;
  let ended = () => {};
  sourceEnded = new Promise((resolve) => (ended = resolve));
  await new Promise((resolve) => context.signal?.addEventListener('abort', resolve));
  ended();
}

/** A source that never yields and hears of no end. */
async function* deaf() {
  await new Promise(() => {});
  yield { deaf: 1 };
}

const context = {
  name: 'clockwork',
  schema: buildSchemaFromSdl(sdl, {
    Query: {
      at: (_: unknown, { time }: { time: Date }) => new Date(time.getTime() + 1),
      broken: () => {
        throw new Error('relation "secrets" does not exist at 10.0.0.7');
      },
      number: () => 'password=hunter2',
      slow: () => new Promise(() => {}),
      found: () => answer(notFound('Slot', '7')),
    },
    Tick: {
      contexts: () => contextsMade,
      broken: () => {
        throw new Error('nobody may read this');
      },
    },
    Subscription: {
      ticks: { subscribe: ticks },
      hidden: { subscribe: ticks },
      deaf: { subscribe: deaf },
    },
  }),
  requestContext: () => ({ serial: (contextsMade += 1) }),
};

const call = (query: string, more: Partial<ContextCall> = {}): ContextCall => ({
  query,
  request: { actor: anonymous, correlationId: 'c-7', deadline: Date.now() + 5_000 },
  ...more,
});

const masked = (path: (string | number)[]) => ({
  message: 'Something went wrong on our side.',
  path,
  extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'c-7' },
});

describe('An operation in a context', () => {
  it('answers with plain values', async () => {
    const response = await executeInContext(
      context,
      call('query($t: DateTime!) { at(time: $t) }', { variables: { t: '2026-05-01T00:00:00Z' } }),
    );
    expect(response).toEqual({ data: { at: '2026-05-01T00:00:00.001Z' } });
  });

  it('answers a refusal as a member of the union', async () => {
    const { data } = await executeInContext(
      context,
      call('{ found { __typename ... on NotFound { message entity } } }'),
    );
    expect(data).toEqual({
      found: { __typename: 'NotFound', entity: 'Slot', message: 'There is no Slot "7".' },
    });
  });

  it('masks what went wrong inside, with the correlation id to find it by', async () => {
    const response = await executeInContext(context, call('{ broken }'));
    expect(response).toEqual({ data: { broken: null }, errors: [masked(['broken'])] });
  });

  it('masks what a scalar says of a value that it cannot write', async () => {
    const response = await executeInContext(context, call('{ number }'));
    expect(response).toEqual({ data: { number: null }, errors: [masked(['number'])] });
  });

  it.each([
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ nothing', 'GRAPHQL_PARSE_FAILED'],
    ['{ at(time: "yesterday") }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query($t: DateTime!) { at(time: $t) }', 'BAD_USER_INPUT'],
  ])('says what is wrong with %s', async (query, code) => {
    const { data, errors } = await executeInContext(context, call(query));
    expect(data).toBeUndefined();
    expect(errors?.map((error) => error.extensions?.['code'])).toEqual([code]);
  });

  it('stops waiting at its deadline', async () => {
    const request = { ...call('').request, deadline: Date.now() + 20 };
    const response = await executeInContext(context, call('{ slow }', { request }));
    expect(response.errors?.[0]?.extensions?.['code']).toBe('DEADLINE_EXCEEDED');
  });

  it('does not begin after its deadline', async () => {
    const before = contextsMade;
    const request = { ...call('').request, deadline: Date.now() - 1 };
    const response = await executeInContext(context, call('{ broken }', { request }));
    expect(response.errors?.[0]?.extensions?.['code']).toBe('DEADLINE_EXCEEDED');
    expect(contextsMade).toBe(before);
  });
});

describe('A subscription in a context', () => {
  const all = async (query: string) => {
    const responses: ContextResponse[] = [];
    for await (const response of subscribeInContext(context, call(query))) responses.push(response);
    return responses;
  };

  it('gives one response an event, with its position beside the data', async () => {
    expect(await all('subscription { ticks(to: 2) { n } }')).toEqual([
      { data: { ticks: { n: 1 } }, extensions: { cursor: 'e.1', position: 1 } },
      { data: { ticks: { n: 2 } }, extensions: { cursor: 'e.2', position: 2 } },
    ]);
  });

  it('makes a fresh context value for each event, so that no loader remembers the one before', async () => {
    const responses = await all('subscription { ticks(to: 3) { contexts } }');
    const seen = responses.map((response) => JSON.stringify(response.data));
    expect(new Set(seen).size).toBe(3);
  });

  it('masks errors of a field and goes on', async () => {
    const responses = await all('subscription { ticks(to: 2) { n broken } }');
    expect(responses.map(({ errors }) => errors)).toEqual([
      [masked(['ticks', 'broken'])],
      [masked(['ticks', 'broken'])],
    ]);
  });

  it.each([
    ['a cursor that is too old', 'ticks(to: 1, after: "old") { n }', 'CURSOR_EXPIRED'],
    ['a failure of ours', 'ticks(to: 1, after: "unlucky") { n }', 'INTERNAL_SERVER_ERROR'],
    ['nobody signed in', 'hidden', 'UNAUTHENTICATED'],
    ['a field that is not there', 'nothing', 'GRAPHQL_VALIDATION_FAILED'],
  ])('answers once and finishes on %s', async (_what, field, code) => {
    const responses = await all(`subscription { ${field} }`);
    expect(responses).toHaveLength(1);
    expect(responses[0]?.errors?.[0]?.extensions?.['code']).toBe(code);
    expect(JSON.stringify(responses)).not.toContain('hunter2');
  });

  it.each(['return', 'abort'] as const)('ends while it waits, by %s', async (how) => {
    const leaving = new AbortController();
    const events = subscribeInContext(
      context,
      call('subscription { ticks(to: 1, after: "for ever") { n } }'),
      leaving.signal,
    );
    await events.next();
    const waiting = events.next();
    await wait(0);
    if (how === 'return') await events.return?.();
    else leaving.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await sourceEnded;
  });

  it('ends also when its source does not', async () => {
    const events = subscribeInContext(context, call('subscription { deaf }'));
    const waiting = events.next();
    await wait(0);
    await events.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
