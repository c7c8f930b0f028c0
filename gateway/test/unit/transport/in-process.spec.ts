import { anonymous } from '@voltpark/contracts';
import type { RunningContext } from '@voltpark/kit/context';
import type { SubgraphRequest } from '@voltpark/kit/request';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { SubgraphUnavailable, type SubgraphCall } from '../../../src/ports.js';
import { createInProcessTransport } from '../../../src/transport/index.js';

const seen: SubgraphRequest[] = [];
const schema = buildSchema('type Query { count(representations: [Int], times: Int): Int }');
const context: RunningContext = {
  name: 'a',
  schema: Object.assign(schema, {}),
  requestContext: (request) => {
    seen.push(request);
    return {};
  },
  routes: {},
  unready: () => Promise.resolve({}),
  stop: () => Promise.resolve(),
};
const { count } = schema.getQueryType()?.getFields() ?? {};
if (count) {
  count.resolve = (_: unknown, args: { representations?: number[]; times?: number }) =>
    (args.representations?.length ?? 0) * (args.times ?? 1);
}

const call: SubgraphCall = {
  kind: 'query',
  query:
    'query($representations: [Int], $times: Int) { count(representations: $representations, times: $times) }',
  variables: { times: 3 },
  representationsJson: '[1,2]',
  request: { actor: anonymous, correlationId: 'c', deadline: Date.now() + 60_000 },
};

it('a context in this process is asked directly, with the actor and a deadline of its own', async () => {
  const transport = createInProcessTransport([context]);
  expect(await transport.execute('a', call)).toEqual({ data: { count: 6 } });
  expect(seen[0]?.actor).toBe(anonymous);
  expect(seen[0]?.deadline).toBeLessThan(call.request.deadline);
});

it('a context that is not there is unavailable', async () => {
  const transport = createInProcessTransport([context]);
  await expect(transport.execute('b', { ...call, kind: 'mutation' })).rejects.toBeInstanceOf(
    SubgraphUnavailable,
  );
});
