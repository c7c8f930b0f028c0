import { anonymous, scopes, type Actor } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { examplesFor } from '../../../graphiql/examples.js';
import { operationLimits } from '../../../src/limits.js';
import { createAdmit } from '../../../src/operation/admit.js';
import { readSubgraphs } from '../../../src/supergraph/composition.js';
import { loadedGarden } from '../../support/supergraph.js';

const house = loadedGarden(await readSubgraphs(new URL('../../../../', import.meta.url)));
const admit = createAdmit(() => house, operationLimits);
const somebody: Actor = { ...anonymous, kind: 'PERSON', id: 'p', scopes: [...scopes] };
const examples = examplesFor('f1', new Date('2026-05-04T10:00:00Z'));
const nameOf = (query: string) => /(?:query|mutation|subscription) (\w+)/.exec(query)?.[1];

describe('the examples of the GraphiQL page', () => {
  it.each(examples.map((example) => [nameOf(example.query), example] as const))(
    'are admitted as they stand: %s',
    (_, { query, variables, headers }) => {
      const request = {
        query,
        variables:
          variables === undefined ? {} : (JSON.parse(variables) as Record<string, unknown>),
      };
      expect(admit(request, somebody)).toMatchObject({ ok: true });
      // Those that show no header to fill in are for everybody.
      expect(admit(request, anonymous).ok).toBe(headers === undefined);
    },
  );

  it('include a subscription', () => {
    expect(examples.some(({ query }) => query.includes('subscription '))).toBe(true);
  });
});
