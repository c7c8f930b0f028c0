import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { describe, expect, it } from 'vitest';
import { mergeInto } from '../../../src/execution/merge.js';
import { Representations } from '../../../src/execution/representation.js';
import { compileRewrites, renamedKeys } from '../../../src/execution/rewrites.js';
import type { JsonObject } from '../../../src/execution/json.js';
import type { TypeConditions } from '../../../src/execution/type-conditions.js';
import { types as someTypes } from '../../support/run-plan.js';

const types = someTypes as TypeConditions;
const field = (name: string, selections?: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'Field',
  name,
  ...(selections && { selections }),
});
const on = (
  typeCondition: string,
  ...selections: QueryPlanSelectionNode[]
): QueryPlanSelectionNode => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
});

function written(requires: QueryPlanSelectionNode[], entity: JsonObject): unknown {
  const text = new Representations(requires, undefined, types).builderFor(entity).text(entity);
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

describe('a representation', () => {
  const compound = [
    on('Book', field('__typename'), field('id'), field('size', [field('w'), field('h')])),
  ];

  it('has what is required, lists and nulls included', () => {
    const entity = { __typename: 'Book', id: 'a"', size: [{ w: 1, h: null, x: 2 }, null], y: 1 };
    expect(written(compound, entity)).toEqual({
      __typename: 'Book',
      id: 'a"',
      size: [{ w: 1, h: null }, null],
    });
  });

  it('is not made when a field is missing, and is null inside when one is missing there', () => {
    expect(written(compound, { __typename: 'Book', size: null })).toBeUndefined();
    expect(written(compound, { __typename: 'Book', id: 1, size: { w: 1 } })).toEqual({
      __typename: 'Book',
      id: 1,
      size: null,
    });
  });

  it('is put together from every fragment that applies', () => {
    const requires = [
      on('Book', field('__typename'), field('size', [field('w')])),
      on('Product', field('__typename'), field('id'), field('size', [field('h')])),
      on('Gadget', field('volts')),
    ];
    const entity = { __typename: 'Book', id: '1', size: { w: 1, h: 2 }, volts: 3 };
    expect(written(requires, entity)).toEqual({
      __typename: 'Book',
      id: '1',
      size: { w: 1, h: 2 },
    });
    expect(written(requires, { ...entity, __typename: 'Gadget' })).toEqual({
      __typename: 'Gadget',
      id: '1',
      size: { h: 2 },
      volts: 3,
    });
  });

  it('is not made for an object of another or no type', () => {
    expect(written([on('Book', field('__typename'))], { __typename: 'Brand' })).toBeUndefined();
    expect(written([on('Book', field('__typename'))], {})).toBeUndefined();
  });

  it('tells a number from the text that looks like it', () => {
    const byId = new Representations(
      [on('Book', field('__typename'), field('id'))],
      undefined,
      types,
    );
    const keyOf = (id: unknown): string | undefined => {
      const entity = { __typename: 'Book', id };
      return byId.builderFor(entity).key(entity);
    };
    expect(keyOf(1)).not.toBe(keyOf('1'));
    expect(keyOf(null)).not.toBe(keyOf('null'));
    expect(keyOf('1')).toBe(keyOf('1'));
  });
});

describe('a rewrite', () => {
  const rename = compileRewrites(
    [{ kind: 'KeyRenamer', path: ['items', '... on Book', 'size__alias_0'], renameKeyTo: 'size' }],
    types,
  );

  it('renames a key where its path leads, whatever its value', () => {
    const value = {
      items: [
        [{ __typename: 'Book', size__alias_0: 0 }],
        { __typename: 'Gadget', size__alias_0: 1 },
        { size__alias_0: null, size: 'kept' },
        null,
      ],
    };
    rename?.(value);
    expect(value).toEqual({
      items: [
        [{ __typename: 'Book', size: 0 }],
        { __typename: 'Gadget', size__alias_0: 1 },
        { size: 'kept' },
        null,
      ],
    });
  });

  it('sets a value', () => {
    const value = { __typename: 'Book' };
    compileRewrites(
      [{ kind: 'ValueSetter', path: ['__typename'], setValueTo: 'Product' }],
      types,
    )?.(value);
    expect(value).toEqual({ __typename: 'Product' });
  });

  it('of nothing is nothing, and one that ends in a type is a fault', () => {
    expect(compileRewrites([], types)).toBeUndefined();
    expect(renamedKeys([])).toBeUndefined();
    expect(() =>
      compileRewrites([{ kind: 'ValueSetter', path: ['... on Book'], setValueTo: 1 }], types),
    ).toThrow();
  });
});

describe('a merge', () => {
  const merged = (target: JsonObject, source: JsonObject): JsonObject => {
    mergeInto(target, source);
    return target;
  };

  it('goes into objects and lists of equal length, and replaces the rest', () => {
    expect(
      merged(
        { a: { x: 1 }, list: [{ x: 1 }, null], other: [1], text: 'a', kept: 1 },
        {
          a: { y: 2 },
          list: [{ y: 2 }, { y: 3 }],
          other: [2, 3],
          text: 'b',
          kept: undefined,
          new: {},
        },
      ),
    ).toEqual({
      a: { x: 1, y: 2 },
      list: [{ x: 1, y: 2 }, { y: 3 }],
      other: [2, 3],
      text: 'b',
      kept: 1,
      new: {},
    });
  });

  it('lets null replace a value, and a value null', () => {
    expect(merged({ a: { x: 1 }, b: null }, { a: null, b: { x: 1 } })).toEqual({
      a: null,
      b: { x: 1 },
    });
  });

  it('does not touch what objects inherit', () => {
    const source = JSON.parse(
      '{"__proto__":{"x":1},"constructor":{"y":2},"toString":1}',
    ) as JsonObject;
    const target = merged({}, source);
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
    expect(Object.keys(target).sort()).toEqual(['__proto__', 'constructor', 'toString']);
    expect(JSON.stringify(target)).toBe(JSON.stringify(source));
    expect('x' in {}).toBe(false);
  });
});
