import type { PlanNode } from '@apollo/query-planner';
import { describe, expect, it } from 'vitest';
import { SubgraphUnavailable } from '../../../src/ports.js';
import {
  books,
  entitiesAt,
  fetchOf,
  runPlan,
  titles,
  type Answer,
} from '../../support/run-plan.js';

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
