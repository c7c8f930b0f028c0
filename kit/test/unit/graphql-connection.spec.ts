import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { encodeCursor, page, pageRequest } from '../../src/graphql/connection.js';

const key = z.tuple([z.string(), z.number()]);
const cursorOf = (row: { id: string; n: number }) => encodeCursor([row.id, row.n]);
const rows = [1, 2, 3].map((n) => ({ id: `id${n}`, n }));

describe('A page of a list', () => {
  it('asks the store for one row more than it shows', () => {
    expect(pageRequest({ first: 2 }, key)).toEqual({ limit: 3, after: null });
  });

  it('goes on behind the sort key in its cursor', () => {
    const after = cursorOf({ id: 'id2', n: 2 });
    expect(pageRequest({ first: 2, after }, key).after).toEqual(['id2', 2]);
  });

  it('knows from the row too many that there is a next page', () => {
    const connection = page(rows, { first: 2 }, cursorOf);
    expect(connection.edges.map((edge) => edge.node.n)).toEqual([1, 2]);
    expect(connection.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: connection.edges[0]?.cursor,
      endCursor: connection.edges[1]?.cursor,
    });
  });

  it('is the last one when there is none too many, and has one before it when it came by cursor', () => {
    const { pageInfo } = page(rows, { first: 3, after: 'x' }, cursorOf);
    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('may be empty', () => {
    expect(page([], { first: 3 }, cursorOf)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it.each([0, -1, 101, 1.5])('is refused when first is %s', (first) => {
    expect(() => pageRequest({ first }, key)).toThrow('`first` must be between 1 and 100');
  });

  it.each(['', 'nonsense', encodeCursor([1, 2]), 'A'.repeat(600), encodeCursor(['\0', 2])])(
    'is refused when its cursor is "%s"',
    (after) => {
      expect(() => pageRequest({ first: 1, after }, key)).toThrow('not a cursor of this list');
    },
  );
});
