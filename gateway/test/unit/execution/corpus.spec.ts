import { describe, expect, it } from 'vitest';
import { Differential } from '../../corpus/compare.js';
import { operations } from '../../corpus/operations.js';
import { buildWorld } from '../../corpus/world.js';

describe('the executor against the stock one', () => {
  const differential = new Differential(buildWorld());

  for (const [name, given] of Object.entries(operations)) {
    it(`agrees on ${name}`, async () => {
      const { ours, stock } = await differential.run(given);
      expect(ours).toEqual(stock);
    });
  }

  it('has seen every kind of plan node', () => {
    expect([...differential.kinds].sort()).toEqual([
      'Condition',
      'Condition: else',
      'Condition: if',
      'Fetch',
      'Fetch: entities',
      'Flatten',
      'Nothing',
      'Parallel',
      'Sequence',
      'input ValueSetter',
      'output KeyRenamer',
    ]);
  });
});
