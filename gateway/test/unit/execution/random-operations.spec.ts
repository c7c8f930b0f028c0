import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Differential } from '../../corpus/compare.js';
import { randomOperations } from '../../corpus/random-operation.js';
import { buildWorld } from '../../corpus/world.js';

describe('the executor against the stock one, on random operations', () => {
  const world = buildWorld();
  const differential = new Differential(world);
  const { apiSchema } = world.supergraph;

  it('agrees on data and errors', { timeout: 150_000 }, async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(randomOperations(apiSchema), async ({ query, variables }) => {
        // The same name may have come with two types; such operations are refused before they are executed.
        fc.pre(validate(apiSchema, parse(query)).length === 0);
        fc.pre(differential.canBePlanned(query));
        const { ours, stock } = await differential.run({ query, variables, stockIndexIsOff: true });
        expect(ours).toEqual(stock);
        compared += 1;
      }),
      {
        numRuns: Number(process.env['VOLTPARK_RANDOM_RUNS'] ?? 120),
        maxSkipsPerRun: 1_000,
        // A busy machine compares fewer. Shrinking takes long: an operation is small enough as it is.
        interruptAfterTimeLimit: 60_000,
        endOnFailure: true,
      },
    );
    expect(compared).toBeGreaterThanOrEqual(20);
  });
});
