import { describe, expect, it } from 'vitest';
import type { PlanNode } from '@apollo/query-planner';
import {
  books,
  entitiesAt,
  fetchOf,
  runPlan,
  titles,
  type Answer,
} from '../../support/run-plan.js';

describe('a fetch', () => {
  it('puts root fields into the answer', async () => {
    const { data } = await runPlan(fetchOf('a', '{ me { id } }'), () => ({
      data: { me: { id: 1 } },
    }));
    expect(data).toEqual({ me: { id: 1 } });
  });

  it('sends the variables that it uses and the client gave', async () => {
    const node = fetchOf('a', '{ me }', { variableUsages: ['x', 'y'] });
    const { asked } = await runPlan(node, () => ({ data: {} }), { variables: { x: null, z: 1 } });
    expect(asked[0]?.variables).toEqual({ x: null });
  });

  it('at a path fills every object there that leads back to the root', async () => {
    const node: PlanNode = {
      kind: 'Flatten',
      path: ['done', 'query'],
      node: fetchOf('a', '{ v }'),
    };
    const answer: Answer = () => ({ data: { v: 1 } });
    const { data } = await runPlan(node, answer, { data: { done: { query: {} } } });
    expect(data).toEqual({ done: { query: { v: 1 } } });
  });

  it('refuses plans with contexts', async () => {
    const node = fetchOf('a', '{ v }', {
      contextRewrites: [{ kind: 'KeyRenamer', path: ['x'], renameKeyTo: 'y' }],
    });
    await expect(runPlan(node, () => ({ data: {} }))).rejects.toThrow('@fromContext');
  });
});

describe('a sequence', () => {
  it('runs a step when the one before has brought its data', async () => {
    const node: PlanNode = {
      kind: 'Sequence',
      nodes: [fetchOf('a', '{ book { id } }'), entitiesAt(['book'], 'b')],
    };
    const { data, asked } = await runPlan(node, (question) =>
      question.service === 'a' ? { data: { book: books('1')[0] } } : titles(question),
    );
    expect(data).toEqual({ book: { __typename: 'Book', id: '1', title: 'title of 1' } });
    expect(asked[1]?.representations).toEqual([{ __typename: 'Book', id: '1' }]);
  });
});

describe('a parallel', () => {
  it('asks all before any has answered', async () => {
    const begun: string[] = [];
    const node: PlanNode = {
      kind: 'Parallel',
      nodes: [fetchOf('a', '{ x }'), fetchOf('b', '{ y }')],
    };
    let resolve: (value: undefined) => void = () => undefined;
    const promise = new Promise<undefined>((done) => {
      resolve = done;
    });
    const { data } = await runPlan(node, async ({ service }) => {
      begun.push(service);
      if (begun.length === 2) resolve(undefined);
      await promise;
      return { data: { [service]: 1 } };
    });
    expect(data).toEqual({ a: 1, b: 1 });
  });

  it('joins equal entity fetches into one request, and what follows them', async () => {
    const next = (path: string): PlanNode => ({
      kind: 'Sequence',
      nodes: [entitiesAt([path], 'b'), entitiesAt([path, 'author'], 'c', {}, 'Person')],
    });
    const node: PlanNode = { kind: 'Parallel', nodes: [next('x'), next('y')] };
    const answer: Answer = (question) => {
      const { service, representations = [] } = question;
      return service === 'b'
        ? {
            data: {
              _entities: representations.map(({ id }) => ({
                author: { __typename: 'Person', id: `p${String(id)}` },
              })),
            },
          }
        : titles(question);
    };
    const [one, same, other] = books('1', '1', '2');
    const { data, asked } = await runPlan(node, answer, { data: { x: one, y: [same, other] } });
    expect(asked.map(({ service, representations }) => [service, representations?.length])).toEqual(
      [
        ['b', 1],
        ['c', 1],
      ],
    );
    expect(data['x']).toMatchObject({ author: { title: 'title of p1' } });
  });

  it('gives each place its own copy of an entity', async () => {
    const node: PlanNode = {
      kind: 'Parallel',
      nodes: [entitiesAt(['x'], 'b'), entitiesAt(['y'], 'b')],
    };
    const [one, same] = books('1', '1');
    const { data, asked } = await runPlan(
      node,
      () => ({ data: { _entities: [{ inner: { deep: [1] } }] } }),
      { data: { x: one, y: same } },
    );
    expect(asked).toHaveLength(1);
    const inner = (value: unknown): unknown => (value as { inner: unknown }).inner;
    expect(inner(data['x'])).toEqual(inner(data['y']));
    expect(inner(data['x'])).not.toBe(inner(data['y']));
  });
});

describe('a flatten', () => {
  it('reaches through lists of lists and leaves holes alone', async () => {
    const [one, hole, two] = books('1', null, '2');
    const { data } = await runPlan(entitiesAt(['rows', '@', '@', 'book'], 'b'), titles, {
      data: { rows: [[{ book: one }, null], null, [{ book: hole }, { book: two }, {}]] },
    });
    expect(data['rows']).toMatchObject([
      [{ book: { title: 'title of 1' } }, null],
      null,
      [{ book: null }, { book: { title: 'title of 2' } }, {}],
    ]);
  });

  it('passes only objects of the types that its path names', async () => {
    const { asked } = await runPlan(
      entitiesAt(['', 'all', '@|[Book]', 'best|[Book,Gadget]'], 'b'),
      titles,
      {
        data: {
          all: [
            { __typename: 'Book', best: books('1')[0] },
            { __typename: 'Brand', best: books('2')[0] },
          ],
        },
      },
    );
    expect(asked[0]?.representations).toEqual([{ __typename: 'Book', id: '1' }]);
  });

  it('asks nothing when there is nothing at its path', async () => {
    const { asked } = await runPlan(entitiesAt(['a', '@'], 'b'), titles, { data: { a: [] } });
    expect(asked).toEqual([]);
  });
});

describe('a condition', () => {
  const node: PlanNode = {
    kind: 'Condition',
    condition: 'x',
    ifClause: fetchOf('yes', '{ a }'),
    elseClause: fetchOf('no', '{ a }'),
  };
  it.each([
    [true, 'yes'],
    [false, 'no'],
  ])('that is %s runs its branch', async (x, service) => {
    const { asked } = await runPlan(node, () => ({ data: {} }), { conditions: { x } });
    expect(asked.map((question) => question.service)).toEqual([service]);
  });

  it('without the branch in question does nothing', async () => {
    const { kind, condition, ifClause } = node;
    const { asked } = await runPlan({ kind, condition, ifClause: ifClause ?? node }, titles, {
      conditions: { x: false },
    });
    expect(asked).toEqual([]);
  });
});

it('a defer is refused', async () => {
  const node: PlanNode = { kind: 'Defer', primary: {}, deferred: [] };
  await expect(runPlan(node, () => ({ data: {} }))).rejects.toThrow('@defer');
});
