import { isRefusal } from '@voltpark/kit/graphql/answer';
import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { userError } from '@voltpark/kit/graphql/errors';
import { z } from 'zod';
import type { FacilitySlice, FoundFacility } from '../../application/ports.js';
import type { FacilityWish } from '../../application/read-facilities.js';
import type { FacilityFilter, QueryFacilitiesArgs, QueryResolvers } from '../generated/types.js';

/** Sort keys in cursors. */
const nameCursor = z.tuple([z.string(), z.string()]);
const distanceCursor = z.tuple([z.number(), z.string()]);

export const facilities: NonNullable<QueryResolvers['facilities']> = async (
  _root,
  args,
  { useCases, loaders },
) => {
  const slice = sliceOf(args);
  const result = await useCases.findFacilities(wishOf(args.filter ?? {}), slice);
  if (isRefusal(result)) throw userError(result.message);
  const { edges, pageInfo } = page(result.found, args, (row) => encodeCursor(keyOf(row, slice)));
  const nodes = await loaders.facility.loadMany(edges.map(({ node }) => node.id));
  return {
    pageInfo,
    edges: edges.flatMap(({ cursor, node: { distanceMetres } }, index) => {
      const node = nodes[index];
      if (node instanceof Error) throw node;
      if (node == null) return [];
      return { cursor, node, distanceMetres: distanceMetres && Math.round(distanceMetres) };
    }),
  };
};

function sliceOf(args: QueryFacilitiesArgs): FacilitySlice {
  const orderBy = args.orderBy ?? (args.filter?.near == null ? 'NAME' : 'DISTANCE');
  return orderBy === 'NAME'
    ? { orderBy, ...pageRequest(args, nameCursor) }
    : { orderBy, ...pageRequest(args, distanceCursor) };
}

function keyOf({ id, nameKey, distanceMetres }: FoundFacility, { orderBy }: FacilitySlice) {
  return orderBy === 'NAME' ? [nameKey, id] : [distanceMetres, id];
}

function wishOf({ city, near, status, tenantId, hasFree }: FacilityFilter): FacilityWish {
  return {
    city: city ?? null,
    near: near ?? null,
    statuses: status ?? null,
    tenantId: tenantId ?? null,
    hasFree: hasFree == null ? null : { size: hasFree.size ?? null, kind: hasFree.kind ?? null },
  };
}
