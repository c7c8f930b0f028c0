import type { RequestContext } from '@voltpark/kit/graphql/request-context';
import type { SubgraphRequest } from '@voltpark/kit/request';
import DataLoader from 'dataloader';
import type { Cause } from '../application/ports.js';
import type { UseCases } from '../application/use-cases.js';
import type { Viewer } from '@voltpark/kit/viewer';
import { viewerOf } from '../application/viewer.js';
import type { Window } from '../domain/booking-window.js';
import type { Reservation } from '../domain/reservation.js';
import type { FacilityTerms } from '../domain/terms.js';

/** What a request loads by id, in batches. */
export interface Loaders {
  readonly reservation: DataLoader<string, Reservation | null>;
  readonly ofStay: DataLoader<string, Reservation | null>;
  readonly terms: DataLoader<string, FacilityTerms | null>;
  readonly nextWindow: DataLoader<string, Window | null>;
}

/** What resolvers are given: use cases and loaders bound to the one who asks. */
export interface GraphQLContext extends RequestContext {
  readonly cause: Cause;
  readonly useCases: UseCases;
  readonly viewer: Viewer;
  readonly loaders: Loaders;
}

/** The context value of one request. */
export function graphqlContext(useCases: UseCases, request: SubgraphRequest): GraphQLContext {
  const { actor, traceparent } = request;
  const cause = traceparent === undefined ? { actor } : { actor, traceparent };
  const viewer = viewerOf(actor);
  const inOrder = (found: readonly Reservation[], keyOf: (of: Reservation) => string | null) => {
    const byKey = new Map(found.map((each) => [keyOf(each), each]));
    return (key: string) => byKey.get(key) ?? null;
  };
  const loaders: Loaders = {
    reservation: new DataLoader(async (ids) =>
      ids.map(inOrder(await useCases.byIds(viewer, ids), ({ id }) => id)),
    ),
    ofStay: new DataLoader(async (ids) =>
      ids.map(inOrder(await useCases.byStays(viewer, ids), (each) => each.parkingSessionId)),
    ),
    terms: new DataLoader((ids) => Promise.all(ids.map((id) => useCases.terms(id)))),
    nextWindow: new DataLoader((ids) => Promise.all(ids.map((id) => useCases.nextWindow(id)))),
  };
  return { request, cause, useCases, viewer, loaders };
}
