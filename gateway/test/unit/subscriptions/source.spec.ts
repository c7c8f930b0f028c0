import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { PreparedOperation } from '../../../src/ports.js';
import { afterUseOf, resumableQuery } from '../../../src/subscriptions/source.js';

const schema = buildSchema(`
  type Query { a: Int }
  type Subscription {
    changes(lotId: ID!, after: String): Int
    ticks(lotId: ID!): Int
    strict(after: String!): Int
    named(name: String, after: String): Int
  }
`);

const prepared = (query: string, operationName?: string): PreparedOperation => ({
  key: query,
  kind: 'subscription',
  document: parse(query),
  operationName,
  access: { isPublic: true, scopes: [] },
  supergraph: { version: '1', supergraphSdl: '', apiSchema: schema, services: [] },
});

describe('What a subscription says about `after`', () => {
  it('reads the variable', () => {
    const use = afterUseOf(
      prepared('subscription ($id: ID!, $seen: String) { changes(lotId: $id, after: $seen) }'),
    );
    expect(use).toMatchObject({ isResumable: true, type: 'String', variable: 'seen' });
    expect(use.cursorIn({ id: '1', seen: 'abc' })).toBe('abc');
    expect(use.cursorIn({ id: '1', seen: null })).toBeNull();
    expect(use.cursorIn({ id: '1' })).toBeNull();
  });

  it('reads a literal, inside fragments and beside other operations too', () => {
    const text = `
      subscription Other { ticks(lotId: "1") }
      subscription Mine { ...on Subscription { ...F } }
      fragment F on Subscription { changes(lotId: "1", after: "abc") }`;
    const use = afterUseOf(prepared(text, 'Mine'));
    expect(use.cursorIn({})).toBe('abc');
    expect(use.variable).toBeUndefined();
  });

  it('keeps a variable that is used for something else too', () => {
    const use = afterUseOf(prepared('subscription ($x: String) { named(name: $x, after: $x) }'));
    expect(use.variable).toBeUndefined();
    expect(use.cursorIn({ x: 'abc' })).toBe('abc');
  });

  it('knows fields that cannot be resumed', () => {
    expect(afterUseOf(prepared('subscription { ticks(lotId: "1") }')).isResumable).toBe(false);
    expect(afterUseOf(prepared('subscription { strict(after: "x") }')).isResumable).toBe(false);
  });
});

describe('A subgraph operation that can be taken up behind any cursor', () => {
  it('stays as it is when `after` is a variable of its own', () => {
    const query = 'subscription($a: String) { changes(lotId: "1", after: $a) }';
    expect(resumableQuery(query, 'String')).toEqual({ query, variable: 'a' });
  });

  it('gets a variable when `after` is absent or a literal', () => {
    const expected = {
      query: `subscription S($id: ID!, $liveAfter: String) {
  changes(lotId: $id, after: $liveAfter)
}`,
      variable: 'liveAfter',
    };
    const absent = 'subscription S($id: ID!) { changes(lotId: $id) }';
    const literal = 'subscription S($id: ID!) { changes(lotId: $id, after: "abc") }';
    expect(resumableQuery(absent, 'String')).toEqual(expected);
    expect(resumableQuery(literal, 'String')).toEqual(expected);
  });

  it('gets a variable when the client’s is used for something else too', () => {
    const { query, variable } = resumableQuery(
      'subscription ($x: String) { named(name: $x, after: $x) }',
      'String',
    );
    expect(variable).toBe('liveAfter');
    expect(query).toContain('named(name: $x, after: $liveAfter)');
  });
});
