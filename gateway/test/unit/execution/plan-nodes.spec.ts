import { describe, expect, it } from 'vitest';
import type { PlanNode } from '@apollo/query-planner';
import { SubgraphUnavailable } from '../../../src/ports.js';
import { entitiesAt, fetchOf, runPlan, type Answer } from '../../support/run-plan.js';

const books = (...ids: (string | null)[]) => ids.map((id) => id && { __typename: 'Book', id });
const titles: Answer = ({ representations = [] }) => ({
  data: { _entities: representations.map(({ id }) => ({ title: `title of ${String(id)}` })) },
});

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

describe('an entity fetch', () => {
  it('asks for each entity once and fills every object that waits for it', async () => {
    const { data, asked } = await runPlan(entitiesAt(['list', '@'], 'b'), titles, {
      data: { list: books('1', '2', '1', null) },
    });
    expect(asked[0]?.representations).toHaveLength(2);
    expect(data['list']).toMatchObject([
      { title: 'title of 1' },
      { id: '2' },
      { title: 'title of 1' },
      null,
    ]);
  });

  it('does not ask for what is of another type or lacks its key', async () => {
    const list = [{ __typename: 'Gadget', id: '1' }, { __typename: 'Book' }, ...books('3')];
    const { asked } = await runPlan(entitiesAt(['list', '@'], 'b'), titles, { data: { list } });
    expect(asked[0]?.representations).toEqual(books('3'));
  });

  it('says in the client\u2019s terms which entities failed, where some were not asked for', async () => {
    const list = [{ __typename: 'Gadget', id: '1' }, ...books('2', '3', '2')];
    const { errors } = await runPlan(
      entitiesAt(['list', '@'], 'b', {
        outputRewrites: [{ kind: 'KeyRenamer', path: ['x__alias_0'], renameKeyTo: 'x' }],
      }),
      () => ({
        data: { _entities: [null, null] },
        errors: [
          {
            message: 'no',
            path: ['_entities', 0, 'x__alias_0', 4],
            extensions: { code: 'NO', stacktrace: ['secret'], http: { status: 500 }, hint: 1 },
          },
        ],
      }),
      { data: { list } },
    );
    const extensions = { code: 'NO', hint: 1, service: 'b' };
    expect(errors).toEqual([
      { message: 'no', path: ['list', 1, 'x', 4], extensions },
      { message: 'no', path: ['list', 3, 'x', 4], extensions },
    ]);
  });

  it('splits more than a thousand representations and still tells whose errors are whose', async () => {
    const list = books(...Array.from({ length: 2_500 }, (_, index) => String(index)));
    const { data, asked, errors } = await runPlan(
      entitiesAt(['list', '@'], 'b'),
      (question) => {
        const first = question.representations?.[0]?.['id'];
        const errors = [{ message: 'odd', path: ['_entities', 7, 'x'] }];
        return { ...titles(question), ...(first === '1000' && { errors }) };
      },
      { data: { list } },
    );
    expect(asked.map(({ representations }) => representations?.length)).toEqual([
      1_000, 1_000, 500,
    ]);
    expect((data['list'] as unknown[])[2_499]).toMatchObject({ title: 'title of 2499' });
    expect(errors.map(({ path }) => path)).toEqual([['list', 1_007, 'x']]);
  });

  it('tells when the answer has another number of entities', async () => {
    const { errors } = await runPlan(
      entitiesAt(['list', '@'], 'b'),
      () => ({ data: { _entities: [] } }),
      { data: { list: books('1') } },
    );
    expect(errors).toMatchObject([
      { path: ['list'], extensions: { code: 'INVALID_SUBGRAPH_RESPONSE', service: 'b' } },
    ]);
  });

  it('keeps a concrete type when an interface object answers', async () => {
    const more = {
      inputRewrites: [
        {
          kind: 'ValueSetter' as const,
          path: ['... on Book', '__typename'],
          setValueTo: 'Product',
        },
      ],
    };
    const { data, asked } = await runPlan(
      entitiesAt(['book'], 'b', more),
      () => ({ data: { _entities: [{ __typename: 'Product', score: 1 }] } }),
      { data: { book: books('1')[0] } },
    );
    expect(asked[0]?.representations).toEqual([{ __typename: 'Product', id: '1' }]);
    expect(data['book']).toEqual({ __typename: 'Book', id: '1', score: 1 });
  });
});

describe('a subgraph that does not answer', () => {
  const down: Answer = ({ service }) => {
    throw new SubgraphUnavailable(service, service === 'slow' ? 'TIMEOUT' : 'UNREACHABLE');
  };

  it('is told once for each of its root fields, by their names in the answer', async () => {
    const { errors, faults } = await runPlan(
      fetchOf('a', '{ me { id } you: me { id } ...F } fragment F on Query { v }'),
      down,
    );
    expect(errors.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['me'], { code: 'SUBGRAPH_UNAVAILABLE', service: 'a' }],
      [['you'], { code: 'SUBGRAPH_UNAVAILABLE', service: 'a' }],
      [['v'], { code: 'SUBGRAPH_UNAVAILABLE', service: 'a' }],
    ]);
    expect(faults).toEqual([]);
  });

  it('is told once for a list of entities, and the others answer', async () => {
    const node: PlanNode = {
      kind: 'Parallel',
      nodes: [entitiesAt(['list', '@'], 'slow'), fetchOf('b', '{ v }')],
    };
    const { data, errors } = await runPlan(
      node,
      (question) => (question.service === 'slow' ? down(question) : { data: { v: 1 } }),
      { data: { list: books('1', '2') } },
    );
    expect(data['v']).toBe(1);
    expect(errors).toMatchObject([{ path: ['list'], extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
  });

  it('by a fault of ours is masked and kept for the log', async () => {
    const fault = new TypeError('http://10.0.0.7:4001 is not iterable');
    const { errors, faults } = await runPlan(fetchOf('a', '{ me }'), () => {
      throw fault;
    });
    expect(JSON.stringify(errors)).not.toContain('10.0.0.7');
    expect(errors).toMatchObject([{ path: ['me'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(faults).toEqual([fault]);
  });
});
