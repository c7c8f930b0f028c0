import { inOrder } from '@voltpark/kit/graphql/in-order';
import type { RequestContext } from '@voltpark/kit/graphql/request-context';
import type { SubgraphRequest } from '@voltpark/kit/request';
import DataLoader from 'dataloader';
import type { KnownFacility } from '../application/facility-ports.js';
import type { Cause } from '../application/ports.js';
import { reachOf, type Reach } from '@voltpark/kit/reach';
import type { UseCases } from '../application/use-cases.js';
import type { Alert as AlertState } from '../domain/alert.js';
import type { Device } from '../domain/device.js';
import { limits } from '../domain/limits.js';

/** What resolvers are given: use cases and loaders bound to the one who asks. */
export interface GraphQLContext extends RequestContext {
  readonly cause: Cause;
  readonly useCases: UseCases;
  readonly reach: Reach;
  readonly now: Date;
  readonly loaders: {
    readonly alert: DataLoader<string, AlertState | null>;
    readonly device: DataLoader<string, Device | null>;
    readonly facility: DataLoader<string, KnownFacility | null>;
    readonly devicesOf: DataLoader<string, Device[]>;
  };
}

/** The context value of one request. */
export function graphqlContext(
  useCases: UseCases,
  request: SubgraphRequest,
  now: Date,
): GraphQLContext {
  const { actor, traceparent } = request;
  const cause = traceparent === undefined ? { actor } : { actor, traceparent };
  const reach = reachOf(actor);
  const { alerts, devices, facilities } = useCases.reads;
  const options = { maxBatchSize: limits.loaderBatch };
  const alert = new DataLoader<string, AlertState | null>(
    async (ids) => inOrder(ids, await alerts.byIds(ids, reach), ({ id }) => id),
    options,
  );
  const device = new DataLoader<string, Device | null>(
    async (ids) => inOrder(ids, await devices.byIds(ids, reach), ({ id }) => id),
    options,
  );
  const facility = new DataLoader<string, KnownFacility | null>(
    async (ids) => inOrder(ids, await facilities.byIds(ids), ({ id }) => id),
    options,
  );
  const devicesOf = new DataLoader<string, Device[]>(async (ids) => {
    const found = await devices.ofStations(ids, reach);
    return ids.map((id) => found.filter(({ stationId }) => stationId === id));
  }, options);
  return { request, cause, useCases, reach, now, loaders: { alert, device, facility, devicesOf } };
}
