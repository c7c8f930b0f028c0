import { anonymous } from '@voltpark/contracts';
import { createLogger } from '@voltpark/kit/log';
import { getOperationAST, parse } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { createExecutor } from '../../../src/execution/index.js';
import { SupergraphPlanner } from '../../../src/execution/planner.js';
import type { ActiveSupergraph, PreparedOperation } from '../../../src/ports.js';
import { transportOver } from '../../corpus/compare.js';
import { runOracle, type Ask } from '../../corpus/oracle.js';
import { buildWorld } from '../../corpus/world.js';

const world = buildWorld();
const request = { actor: anonymous, correlationId: 'c-1', deadline: Date.now() + 60_000 };

function prepared(
  query: string,
  supergraph: ActiveSupergraph = world.supergraph,
): PreparedOperation {
  const document = parse(query);
  return {
    key: `${supergraph.version} ${query}`,
    kind: getOperationAST(document)?.operation ?? 'query',
    document,
    operationName: undefined,
    access: { isPublic: true, scopes: [] },
    supergraph,
  };
}

/** An executor over the corpus, with what it asked and logged. */
function corpusExecutor(ask: Ask = world.ask) {
  const logged: unknown[] = [];
  const asked: string[] = [];
  const log = createLogger('spec', 'silent');
  const note = (...told: unknown[]): void => void logged.push(told[0]);
  vi.spyOn(log, 'error').mockImplementation(note);
  vi.spyOn(log, 'info').mockImplementation(note);
  const transport = transportOver((service, query, variables) => {
    asked.push(service);
    return ask(service, query, variables);
  });
  return { executor: createExecutor({ transport, log }), logged, asked };
}

describe('an operation that cannot be executed', () => {
  it('for a planner that gives up is a masked failure, and in the log', async () => {
    const { executor, logged } = corpusExecutor();
    const broken = { ...world.supergraph, supergraphSdl: 'type Query { x: Int }' };
    const result = await executor.execute(prepared('{ version }', broken), {}, request);
    expect(result).toEqual({
      dataJson: undefined,
      errors: [
        {
          message: 'Something went wrong on our side.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'c-1' },
        },
      ],
    });
    expect(logged).toMatchObject([{ correlationId: 'c-1', err: expect.any(Error) as Error }]);
  });

  it('for a condition that is neither true nor false is the client\u2019s fault', async () => {
    const { executor } = corpusExecutor();
    const query = 'query($x: Boolean = true) { version @include(if: $x) }';
    const result = await executor.execute(prepared(query), { x: null }, request);
    expect(result.dataJson).toBeUndefined();
    expect(result.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('as a subscription is one', async () => {
    const { executor } = corpusExecutor();
    const result = await executor.execute(
      prepared('subscription { greeted { name } }'),
      {},
      request,
    );
    expect(result.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  });
});

describe('errors', () => {
  it('name the place, the code and the subgraph, and no more than a couple of hundred', async () => {
    const { executor } = corpusExecutor(async () => ({
      data: { version: null },
      errors: Array.from({ length: 300 }, () => ({ message: 'odd', path: ['version'] })),
    }));
    const { dataJson, errors } = await executor.execute(prepared('{ version }'), {}, request);
    expect(dataJson).toBe('null');
    expect(errors).toHaveLength(200);
    expect(errors[0]).toEqual({
      message: 'odd',
      path: ['version'],
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'catalogue' },
    });
  });

  it('do not tell of a missing value that another error explains', async () => {
    const { executor } = corpusExecutor(async () => ({
      data: { version: null },
      errors: [{ message: 'odd', path: ['version'] }],
    }));
    const { errors } = await executor.execute(prepared('{ version }'), {}, request);
    expect(errors.map(({ message }) => message)).toEqual(['odd']);
  });

  it('tell of a missing value only when nothing else explains it', async () => {
    const { executor } = corpusExecutor(async () => ({ data: { version: null } }));
    const { dataJson, errors } = await executor.execute(prepared('{ version }'), {}, request);
    expect(dataJson).toBe('null');
    expect(errors).toEqual([
      {
        message: 'Cannot return null for non-nullable field Query.version.',
        path: ['version'],
        extensions: { code: 'INVALID_SUBGRAPH_RESPONSE' },
      },
    ]);
  });
});

describe('a subscription', () => {
  const query = `subscription($x: Boolean = true) {
    greeted { name karma @include(if: $x) friends { nick reviews { body product { name } } } }
  }`;

  it('has one source, which gets the variables that it uses', () => {
    const { executor } = corpusExecutor();
    const source = executor.subscriptionSource(prepared(query), { x: false });
    expect(source).toMatchObject({
      service: 'people',
      call: { kind: 'subscription', variables: {} },
    });
    expect(source.call.query).toContain('greeted');
  });

  it.each([true, false])(
    'runs the rest of its plan on an event, as stock would (%s)',
    async (x) => {
      const { executor, asked } = corpusExecutor();
      const operation = prepared(query);
      const { call } = executor.subscriptionSource(operation, { x });
      const friends = [{ id: 'p2', nick: null, __typename: 'Person' }];
      const event = {
        data: { greeted: { __typename: 'Person', id: 'p1', name: 'Ada', friends } },
        extensions: { cursor: '1' },
      };
      const before = structuredClone(event);
      const result = await executor.executeEvent(operation, { x }, event, request);
      expect(event).toEqual(before);
      expect(asked).not.toContain('people');

      const { node } = new SupergraphPlanner(world.supergraph.supergraphSdl).plan(
        operation.document,
        undefined,
      );
      if (node?.kind !== 'Subscription' || !node.rest)
        throw new Error('not a subscription with a rest');
      const plan = {
        kind: 'QueryPlan' as const,
        node: { kind: 'Sequence' as const, nodes: [node.primary, node.rest] },
      };
      const stock = await runOracle(
        world,
        plan,
        operation.document,
        { x },
        (service, text, variables) =>
          text === call.query
            ? Promise.resolve(structuredClone(event))
            : world.ask(service, text, variables),
      );
      expect(JSON.parse(result.dataJson ?? '')).toEqual(stock.data);
      expect(result.errors).toEqual([]);
    },
  );

  it('passes on errors of its source with their places', async () => {
    const { executor } = corpusExecutor();
    const operation = prepared('subscription { counted { number by { name } } }');
    const event = {
      data: { counted: { number: 1, by: null } },
      errors: [{ message: 'gone', path: ['counted', 'by'], extensions: { code: 'GONE' } }],
    };
    const result = await executor.executeEvent(operation, {}, event, request);
    expect(result.dataJson).toBe('{"counted":{"number":1,"by":null}}');
    expect(result.errors).toEqual([
      { message: 'gone', path: ['counted', 'by'], extensions: { code: 'GONE', service: 'people' } },
    ]);
  });
});

describe('a reload', () => {
  it('plans the most used operations beforehand, and leaves out what does not fit any more', async () => {
    const { executor, logged } = corpusExecutor();
    for (const query of ['{ version }', '{ me { id } }', '{ me { name } }', '{ version }']) {
      await executor.execute(prepared(query), {}, request);
    }
    const next = { ...world.supergraph, version: '2' };
    const offered: string[] = [];
    await executor.prewarm(next, (used) => {
      const query = used.key.slice(2);
      offered.push(query);
      if (query.includes('name')) throw new Error('there is no name any more');
      return query.includes('id') ? undefined : prepared(query, next);
    });
    expect(offered[0]).toBe('{ version }');
    expect(offered).toHaveLength(3);
    expect(logged).toContainEqual({ version: '2', planned: 1 });
    const result = await executor.execute(prepared('{ version }', next), {}, request);
    expect(result.dataJson).toBe('{"version":"1.0"}');
  });
});
