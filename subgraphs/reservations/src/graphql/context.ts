import type { RequestContext } from '@voltpark/kit/graphql/request-context';
import type { SubgraphRequest } from '@voltpark/kit/request';
import DataLoader from 'dataloader';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { Note } from '../domain/note.js';

/** What resolvers are given: use cases and loaders bound to the one who asks. */
export interface GraphQLContext extends RequestContext {
  readonly cause: Cause;
  readonly useCases: UseCases;
  readonly loaders: { readonly note: DataLoader<string, Note | null> };
}

/** The context value of one request. */
export function graphqlContext(useCases: UseCases, request: SubgraphRequest): GraphQLContext {
  const { actor, traceparent } = request;
  const cause = traceparent === undefined ? { actor } : { actor, traceparent };
  const note = new DataLoader<string, Note | null>(async (ids) => {
    const found = new Map((await useCases.notesByIds(cause, ids)).map((each) => [each.id, each]));
    return ids.map((id) => found.get(id) ?? null);
  });
  return { request, cause, useCases, loaders: { note } };
}
