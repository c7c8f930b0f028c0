import type { RequestContext } from '@voltpark/kit/graphql/request-context';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import { createLoaders, type Loaders } from './loaders.js';

/** What resolvers are given: use cases and loaders bound to the one who asks. */
export interface GraphQLContext extends RequestContext {
  readonly cause: Cause;
  readonly useCases: UseCases;
  readonly loaders: Loaders;
}

/** The context value of one request. */
export function graphqlContext(useCases: UseCases, request: SubgraphRequest): GraphQLContext {
  const { actor, traceparent } = request;
  const cause = traceparent === undefined ? { actor } : { actor, traceparent };
  return { request, cause, useCases, loaders: createLoaders(useCases, cause) };
}
