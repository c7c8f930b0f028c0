import { anonymous } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { operationLimits } from '../../../src/limits.js';
import { createAdmit } from '../../../src/operation/admit.js';
import { valueOf } from '../../../src/operation/cost.js';
import { OperationPreparer } from '../../../src/operation/prepare.js';
import { loadedGarden, refusalOf } from '../../support/supergraph.js';

const supergraph = loadedGarden();
const preparer = new OperationPreparer(operationLimits);

function costOf(query: string, variables: Record<string, unknown> = {}): number {
  const prepared = preparer.prepare(supergraph, query, undefined);
  if (!prepared.ok) throw new Error(prepared.errors.join());
  return valueOf(prepared.operation.compiled.cost, variables);
}

describe('an operation costs', () => {
  it.each([
    ['one for each object, nothing for leaves', '{ plant(id: 1) { id name } }', 1],
    ['nothing for its type names', '{ __typename }', 0],
    ['what @cost says', '{ plant(id: 1) { pollen } }', 1 + 40],
    ['objects within objects', '{ plant(id: 1) { x { y { id } } } }', 3],
    ['ten entries of a list that nothing sizes', '{ beds { name } }', 10],
    ['lists within lists, multiplied', '{ beds { plants { id } } }', 10 * (1 + 10)],
    ['the assumed size of a list', '{ named { name } }', 3],
    ['a page of a connection', '{ plants(first: 7) { edges { node { id } } } }', 1 + 7 * (1 + 1)],
    ['only what is selected of a connection', '{ plants(first: 100) { total } }', 1],
    ['each appearance of an alias', '{ a: plant(id: 1) { id } b: plant(id: 2) { id } }', 2],
    ['its fragments', '{ plant(id: 1) { ...F } } fragment F on Plant { x { id } }', 2],
    ['ten more for a mutation', 'mutation { visit }', 10],
  ])('%s', (_, query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  it('what its variables make of it', () => {
    const query = 'query ($n: Int!) { plants(first: $n) { edges { node { id } } } }';
    expect(costOf(query, { n: 1 })).toBe(3);
    expect(costOf(query, { n: 50 })).toBe(101);
  });
});

describe('5,000', () => {
  const query = `query ($n: Int!) { plants(first: $n) { edges { node {
    neighbours { x { id } y { id } a: x { id } b: x { id } } } } } }`;
  const cost = (n: number) => 1 + n * (1 + 1 + 10 * 5);

  it('is allowed, more is not', () => {
    const exactly = createAdmit(() => supergraph, { ...operationLimits, cost: cost(96) });
    expect(refusalOf(exactly({ query, variables: { n: 96 } }, anonymous))).toBeUndefined();
    expect(refusalOf(exactly({ query, variables: { n: 97 } }, anonymous))).toBe(
      'OPERATION_LIMIT_EXCEEDED: cost',
    );
    const admit = createAdmit(() => supergraph, operationLimits);
    expect(cost(97)).toBeGreaterThan(operationLimits.cost);
    expect(refusalOf(admit({ query, variables: { n: 97 } }, anonymous))).toBe(
      'OPERATION_LIMIT_EXCEEDED: cost',
    );
  });
});
