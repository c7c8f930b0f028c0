import type { RequestContext } from '@voltpark/kit/graphql/request-context';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { Viewer } from '@voltpark/kit/viewer';
import { viewerOf } from '../application/viewer.js';
import { createLoaders, type Loaders } from './loaders.js';

/** What resolvers are given: use cases and loaders bound to the one who asks, and the present instant. */
export interface GraphQLContext extends RequestContext {
  readonly cause: Cause;
  readonly viewer: Viewer;
  readonly useCases: UseCases;
  readonly loaders: Loaders;
  /** One instant for the whole request, so that its answers agree with each other. */
  readonly now: Date;
}

/** The context value of one request. */
export function graphqlContext(
  useCases: UseCases,
  request: SubgraphRequest,
  now: Date,
): GraphQLContext {
  const { actor, traceparent } = request;
  const cause = traceparent === undefined ? { actor } : { actor, traceparent };
  const viewer = viewerOf(actor);
  return { request, cause, viewer, useCases, loaders: createLoaders(useCases, viewer), now };
}
