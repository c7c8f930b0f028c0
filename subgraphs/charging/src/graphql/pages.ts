import { normaliseRegistration } from '@voltpark/contracts';
import {
  encodeCursor,
  page,
  pageRequest,
  type Connection,
  type PageArguments,
} from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { SessionCriteria, StationCriteria } from '../application/ports.js';
import { publicReach } from '@voltpark/kit/reach';
import type { Proposal } from '../domain/proposal.js';
import type { ChargingSession } from '../domain/session.js';
import type { Station } from '../domain/station.js';
import type { GraphQLContext } from './context.js';

/** Sort keys in cursors. */
const byTime = z.tuple([z.coerce.date(), z.string()]);
const byName = z.tuple([z.string(), z.string()]);

/** Criteria as GraphQL has them: what is not given does not matter. */
type Wish<Criteria> = { readonly [Field in keyof Criteria]?: Criteria[Field] | undefined };

/** A page of stations by name. */
export async function stationPage(
  args: PageArguments & Wish<StationCriteria>,
  { useCases }: GraphQLContext,
): Promise<Connection<Station>> {
  const criteria = {
    facilityId: args.facilityId ?? null,
    status: args.status ?? null,
    connectorType: args.connectorType ?? null,
  };
  const slice = pageRequest(args, byName);
  const rows = await useCases.reads.stations.find(criteria, slice, publicReach);
  const { edges, pageInfo } = page(rows, args, ({ nameKey, station }) =>
    encodeCursor([nameKey, station.id]),
  );
  return { pageInfo, edges: edges.map(({ cursor, node }) => ({ cursor, node: node.station })) };
}

/** A page of sessions that the viewer may see, the latest first. */
export async function sessionPage(
  args: PageArguments & Wish<SessionCriteria>,
  { useCases, viewer }: GraphQLContext,
): Promise<Connection<ChargingSession>> {
  const { registration } = args;
  const criteria = {
    facilityId: args.facilityId ?? null,
    stationId: args.stationId ?? null,
    parkingSessionId: args.parkingSessionId ?? null,
    registration: registration == null ? null : normaliseRegistration(registration),
    open: args.open ?? null,
  };
  const slice = pageRequest(args, byTime);
  const rows = await useCases.reads.sessions.find(criteria, slice, viewer);
  return page(rows, args, ({ startedAt, id }) => encodeCursor([startedAt, id]));
}

/** A page of offers to charge that the viewer may see, the latest first. */
export async function proposalPage(
  args: PageArguments & {
    readonly facilityId?: string | null | undefined;
    readonly open?: boolean | null | undefined;
  },
  { useCases, viewer, now }: GraphQLContext,
): Promise<Connection<Proposal>> {
  const criteria = {
    facilityId: args.facilityId ?? null,
    openAt: args.open === true ? now : null,
  };
  const slice = pageRequest(args, byTime);
  const rows = await useCases.reads.proposals.find(criteria, slice, viewer);
  return page(rows, args, ({ proposedAt, id }) => encodeCursor([proposedAt, id]));
}
