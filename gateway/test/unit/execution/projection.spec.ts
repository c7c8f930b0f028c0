import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { JsonText, stringifyResult } from '../../../src/execution/json-text.js';
import { compileProjection } from '../../../src/execution/projection.js';
import { Selections } from '../../../src/execution/selection.js';

const schema = buildSchema(/* GraphQL */ `
  type Query {
    text: String
    whole: Int
    real: Float
    id: ID
    yes: Boolean
    any: Any
    colour: Colour
    strict: String!
    list: [Int!]
    rows: [[Node]!]
    node: Node
    nodes: [Node!]!
    found: Found
  }
  scalar Any
  enum Colour {
    RED
    GREEN
  }
  interface Node {
    id: ID!
  }
  type Book implements Node {
    id: ID!
    title: String
  }
  type Lamp implements Node {
    id: ID!
    power: Int!
  }
  union Found = Book | Lamp
`);

function project(query: string, data: Record<string, unknown>) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const projection = compileProjection(new Selections(schema, document, new Map()), operation);
  const run = { variables: {}, path: [], errors: [] };
  const text = projection(data, run);
  return { text, errors: run.errors as { message: string; path: (string | number)[] }[] };
}

describe('a projection', () => {
  it('keeps the client\u2019s order and names, and nothing else', () => {
    const data = { real: 1.5, b: 'x', __typename: 'Query', hidden: 1, a: 'y' };
    expect(project('{ b: text real __typename a: text }', data).text).toBe(
      '{"b":"x","real":1.5,"__typename":"Query","a":"y"}',
    );
  });

  it.each([
    [
      'text',
      'quo"te\\ \n \u0001 \ud800 ü€😀\u2028',
      '"quo\\"te\\\\ \\n \\u0001 \\ud800 ü€😀\u2028"',
    ],
    ['whole', 7, '7'],
    ['real', 7, '7'],
    ['id', 'a', '"a"'],
    ['yes', false, 'false'],
    ['any', { a: [1, '"'] }, '{"a":[1,"\\""]}'],
    ['any', 'plain', '"plain"'],
    ['colour', 'RED', '"RED"'],
    ['list', [1, 2], '[1,2]'],
    ['list', [], '[]'],
    ['text', undefined, 'null'],
  ])('writes %s %j', (field, value, text) => {
    const result = project(`{ ${field} }`, { [field]: value });
    expect(result).toEqual({ text: `{"${field}":${text}}`, errors: [] });
    expect(() => JSON.parse(result.text) as unknown).not.toThrow();
  });

  it.each([
    ['text', 1],
    ['text', {}],
    ['whole', 1.5],
    ['whole', '1'],
    ['real', '1'],
    ['real', Number.NaN],
    ['id', true],
    ['yes', 'true'],
    ['colour', 'BLUE'],
    ['colour', 1],
    ['list', 'x'],
    ['node', 'x'],
    ['node', []],
  ])('makes null of %s %j and says where', (field, value) => {
    const { text, errors } = project(`{ ${field}${field === 'node' ? ' { id }' : ''} }`, {
      [field]: value,
    });
    expect(text).toBe(`{"${field}":null}`);
    expect(errors.map(({ path }) => path)).toEqual([[field]]);
  });

  it('lets null rise to what may be null', () => {
    expect(project('{ text strict }', { text: 'a', strict: null }).text).toBe('null');
    const nodes = [
      { __typename: 'Book', id: '1' },
      { __typename: 'Lamp', id: '2' },
    ];
    const { text, errors } = project(
      '{ node { ... on Lamp { power } } rows { id ... on Lamp { power } } }',
      {
        node: nodes[1],
        rows: [[nodes[0], nodes[1]], [nodes[0]]],
      },
    );
    expect(text).toBe('{"node":null,"rows":[[{"id":"1"},null],[{"id":"1"}]]}');
    expect(errors.map(({ path }) => path)).toEqual([
      ['node', 'power'],
      ['rows', 0, 1, 'power'],
    ]);
  });

  it('names every faulty element of a list', () => {
    const { text, errors } = project('{ list }', { list: [1, null, 'x', 4] });
    expect(text).toBe('{"list":null}');
    expect(errors.map(({ path }) => path)).toEqual([
      ['list', 1],
      ['list', 2],
    ]);
  });

  it('goes by the typename of each object', () => {
    const query = '{ nodes { kind: __typename ... on Book { title } ... on Node { id } } }';
    const nodes = [
      { __typename: 'Lamp', id: '1', title: 'no' },
      { __typename: 'Book', id: '2', title: 't' },
    ];
    expect(project(query, { nodes }).text).toBe(
      '{"nodes":[{"kind":"Lamp","id":"1"},{"kind":"Book","title":"t","id":"2"}]}',
    );
  });

  it.each([[{ __typename: 'Nobody', id: '1' }], [{ id: '1' }]])(
    'makes null of what nobody knows: %j',
    (found) => {
      const { text, errors } = project('{ found { __typename ... on Book { id } } }', { found });
      expect(text).toBe('{"found":null}');
      expect(errors).toHaveLength(1);
    },
  );

  it('never sees what objects inherit', () => {
    expect(project('{ constructor: text toString: whole __proto__: id }', {}).text).toBe(
      '{"constructor":null,"toString":null,"__proto__":null}',
    );
  });

  it('writes an object without fields', () => {
    expect(project('{ node { id @skip(if: true) } }', { node: { __typename: 'Book' } }).text).toBe(
      '{"node":{}}',
    );
  });
});

describe('a result', () => {
  it('is written around data that is text already', () => {
    expect(stringifyResult({ data: new JsonText('{"a":1}') })).toBe('{"data":{"a":1}}');
    expect(
      stringifyResult({
        data: new JsonText('null'),
        errors: [{ message: 'x' }],
        extensions: { y: 1 },
      }),
    ).toBe('{"errors":[{"message":"x"}],"data":null,"extensions":{"y":1}}');
    expect(stringifyResult({ errors: [{ message: 'x' }] })).toBe('{"errors":[{"message":"x"}]}');
    expect(JSON.stringify({ data: new JsonText('[1]') })).toBe('{"data":[1]}');
  });
});
