import { generateActorKeys } from '@voltpark/kit/actor-token';
import { startGateway } from '@voltpark/gateway';
import { reportFrom } from './process.js';

/*
 * Our gateway as it serves: identity, limits, cost, signed actors and metrics are all on. Only the rate limit
 * is off, which would turn a load generator away, and the shedding of load, which would do the same.
 */
const { privateJwk } = await generateActorKeys();
const gateway = await startGateway({
  environment: {
    SUPERGRAPH_PATH: process.env['BENCH_SUPERGRAPH_PATH'],
    VOLTPARK_ACTOR_PRIVATE_JWK: privateJwk,
    GATEWAY_RATE_LIMIT: 'false',
    GATEWAY_SHED_LAG_MS: '0',
    GATEWAY_PORT: '0',
  },
  subgraphUrls: JSON.parse(process.env['BENCH_SUBGRAPH_URLS'] ?? '{}') as Record<string, string>,
  // The deep question is dearer than clients may ask; it is weighed like every other all the same.
  limits: { cost: 1_000_000 },
});
reportFrom(gateway.port);
