import { anonymous } from '@voltpark/contracts';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { operationLimits } from '../../../src/limits.js';
import { createAdmit } from '../../../src/operation/admit.js';
import { loadedGarden, refusalOf } from '../../support/supergraph.js';

const supergraph = loadedGarden();
const admit = createAdmit(() => supergraph, { ...operationLimits, cost: 1e9 });
const refused = (query: string, variables?: Record<string, unknown>) =>
  refusalOf(admit({ query, variables }, anonymous));

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** `plant` and so many fields below it. */
const chain = (depth: number): string =>
  `{ plant(id: 1) ${'{ x '.repeat(depth - 2)}{ id }${' }'.repeat(depth - 2)} }`;

describe('an operation may have', () => {
  it('10 fields within each other, not 11', () => {
    expect(refused(chain(10))).toBeUndefined();
    expect(refused(chain(11))).toBe('OPERATION_LIMIT_EXCEEDED: depth');
  });

  it('no more depth by way of fragments', () => {
    const query = `{ plant(id: 1) { ...A } }
      fragment A on Plant { x { x { x { ...B } } } }
      fragment B on Plant { x { x { x { x { x { x { id } } } } } } }`;
    expect(refused(query)).toBe('OPERATION_LIMIT_EXCEEDED: depth');
    expect(refused(query.replace('{ x { id } }', '{ id }'))).toBeUndefined();
  });

  it('15 aliases, not 16', () => {
    const query = (count: number) => `{ plant(id: 1) { ${times(count, (n) => `n${n}: name`)} } }`;
    expect(refused(query(15))).toBeUndefined();
    expect(refused(query(16))).toBe('OPERATION_LIMIT_EXCEEDED: aliases');
  });

  it('10 directives, not 11', () => {
    const query = (count: number) =>
      `{ plant(id: 1) { name ${times(count, () => '... @include(if: true) { id }')} } }`;
    expect(refused(query(10))).toBeUndefined();
    expect(refused(query(11))).toBe('OPERATION_LIMIT_EXCEEDED: directives');
  });

  it('1000 tokens, not 1001', () => {
    const query = (tokens: number) =>
      `{ named(tags: [${times(tokens - 12, () => '""')}]) { name } }`;
    const person = { ...anonymous, kind: 'PERSON' as const, id: 'p' };
    expect(refusalOf(admit({ query: query(1000) }, person))).toBeUndefined();
    expect(refusalOf(admit({ query: query(1001) }, person))).toBe(
      'OPERATION_LIMIT_EXCEEDED: tokens',
    );
  });

  it('20 root fields, not 21, those of fragments included', () => {
    const query = (count: number) =>
      `{ ${times(count - 1, () => 'forecast')} ...F } fragment F on Query { forecast }`;
    expect(refused(query(20))).toBeUndefined();
    expect(refused(query(21))).toBe('OPERATION_LIMIT_EXCEEDED: rootFields');
  });

  it('64 fragments, not 65', () => {
    const query = (count: number) =>
      `{ ${times(count, (n) => (n % 16 === 0 ? `${n > 0 ? '}' : ''} p${n}: plant(id: 1) {` : '') + ` ...F${n}`)} } }
      ${times(count, (n) => `fragment F${n} on Plant { id }`)}`;
    expect(refused(query(64))).toBeUndefined();
    expect(refused(query(65))).toBe('OPERATION_LIMIT_EXCEEDED: fragments');
  });

  it('one name 20 times in a selection set, not 21', () => {
    const query = (count: number) => `{ plant(id: 1) { ${times(count, () => 'name')} } }`;
    expect(refused(query(20))).toBeUndefined();
    expect(refused(query(21))).toBe('OPERATION_LIMIT_EXCEEDED: sameNameSelections');
  });

  it('pages of 0 to 100 entries, from literals and variables', () => {
    const query = 'query ($n: Int!) { plants(first: $n) { total } }';
    expect(refused(query, { n: 100 })).toBeUndefined();
    expect(refused(query, { n: 101 })).toBe('BAD_USER_INPUT');
    expect(refused(query, { n: -1 })).toBe('BAD_USER_INPUT');
    expect(refused('{ plants(first: 100) { total } }')).toBeUndefined();
    expect(refused('{ plants(first: 101) { total } }')).toBe('BAD_USER_INPUT');
  });
});

describe('input that no database keeps', () => {
  const query = 'mutation ($n: String!) { sow(input: { name: $n }) { id } }';
  const gardener = {
    ...anonymous,
    kind: 'PERSON' as const,
    id: 'p',
    scopes: ['config:write' as const],
  };

  it('is refused: U+0000 in variables and literals, however it is written', () => {
    const withVariable = (n: string) => refusalOf(admit({ query, variables: { n } }, gardener));
    expect(withVariable('a\0b')).toBe('BAD_USER_INPUT');
    expect(withVariable('a\u0001b')).toBeUndefined();
    for (const literal of ['"\\u0000"', '"\\u{0}"'])
      expect(refused(`{ plant(id: ${literal}) { id } }`)).toBe('BAD_USER_INPUT');
  });

  it('is refused: values within values without end', () => {
    const nested = (depth: number) => {
      let value: unknown = 'x';
      for (let level = 0; level < depth; level += 1) value = [value];
      return refused('query ($a: Anything) { odd(a: $a) }', { a: value });
    };
    expect(nested(operationLimits.inputDepth - 1)).toBeUndefined();
    expect(nested(operationLimits.inputDepth)).toBe('BAD_USER_INPUT');
    expect(nested(20_000)).toBe('BAD_USER_INPUT');
  });
});

describe('the introspection of tools', () => {
  it('is let through with everything it may ask for', () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    const byDefault = createAdmit(() => supergraph, operationLimits);
    expect(refusalOf(byDefault({ query }, anonymous))).toBeUndefined();
  });

  it('is let through five times a request, not six', () => {
    const byDefault = createAdmit(() => supergraph, operationLimits);
    const query = (count: number) =>
      `{ ${times(count, (n) => `s${n}: __schema { queryType { name } }`)} }`;
    expect(refusalOf(byDefault({ query: query(5) }, anonymous))).toBeUndefined();
    expect(refusalOf(byDefault({ query: query(6) }, anonymous))).toBe(
      'OPERATION_LIMIT_EXCEEDED: cost',
    );
  });

  it('is not let through when it nests lists of types', () => {
    const nested = `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} }'.repeat(4)} } } }`;
    expect(refused(nested)).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('a subscription', () => {
  it('selects exactly one root field', () => {
    const growth = 'growth(plantId: 1) { heightCm }';
    expect(refused(`subscription { ${growth} }`)).toBeUndefined();
    expect(refused(`subscription { ${growth} other: ${growth} }`)).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    expect(
      refused(`subscription { ...F } fragment F on Subscription { a: ${growth} b: ${growth} }`),
    ).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('has no condition on its root, fragments included', () => {
    const growth = 'growth(plantId: 1) { heightCm }';
    for (const root of [
      growth.replace(' {', ' @include(if: $on) {'),
      `... @skip(if: $on) { ${growth} }`,
    ]) {
      expect(refused(`subscription ($on: Boolean!) { ${root} }`, { on: true })).toBe(
        'GRAPHQL_VALIDATION_FAILED',
      );
    }
  });

  it('may have conditions below', () => {
    const query =
      'subscription ($on: Boolean!) { growth(plantId: 1) { cursor heightCm @include(if: $on) } }';
    expect(refused(query, { on: true })).toBeUndefined();
  });
});

describe('what cannot be run', () => {
  it.each([
    ['not GraphQL', '{ plant(', 'GRAPHQL_PARSE_FAILED'],
    ['unknown fields', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'fragments within themselves',
      '{ ...F } fragment F on Query { ...F }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'two operations and no name',
      'query A { forecast } query B { forecast }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['missing variables', 'query ($id: ID!) { plant(id: $id) { id } }', 'BAD_USER_INPUT'],
  ])('is refused: %s', (_, query, code) => {
    expect(refused(query)).toBe(code);
  });

  it('is refused without a hint at names of the schema', () => {
    const admission = admit({ query: '{ forecas }' }, anonymous);
    expect(admission.ok).toBe(false);
    expect(JSON.stringify(admission)).not.toContain('forecast');
  });
});

describe('what is handed on', () => {
  it('has its variables coerced, defaults filled in', () => {
    const query =
      'query ($id: ID!, $n: String = "iris") { plant(id: $id) { id } named(name: $n) { name } }';
    const signedIn = { ...anonymous, kind: 'PERSON' as const, id: 'p' };
    const admission = admit({ query, variables: { id: 7 } }, signedIn);
    expect(admission).toMatchObject({ ok: true, variables: { id: '7', n: 'iris' } });
  });

  it('is prepared once a text, and one operation however it is spaced', () => {
    const prepared = (query: string) => {
      const admission = admit({ query }, anonymous);
      if (!admission.ok) throw new Error('refused');
      return admission.operation;
    };
    expect(prepared('{ forecast }')).toBe(prepared('{ forecast }'));
    expect(prepared('{forecast}')).not.toBe(prepared('{ forecast }'));
    expect(prepared('{forecast}').key).toBe(prepared('{ forecast }').key);
  });

  it('chooses the operation by its name', () => {
    const query = 'query A { forecast } query B { beds { name } }';
    expect(admit({ query, operationName: 'B' }, anonymous)).toMatchObject({
      ok: true,
      operation: { operationName: 'B' },
    });
    expect(refusalOf(admit({ query, operationName: 'C' }, anonymous))).toBe(
      'OPERATION_RESOLUTION_FAILURE',
    );
  });
});
