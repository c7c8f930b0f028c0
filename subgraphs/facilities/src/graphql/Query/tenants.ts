import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { QueryResolvers } from '../generated/types.js';

const nameCursor = z.tuple([z.string(), z.string()]);

export const tenants: NonNullable<QueryResolvers['tenants']> = async (
  _root,
  args,
  { useCases, cause },
) => {
  const rows = await useCases.listTenants(cause, pageRequest(args, nameCursor));
  const { edges, pageInfo } = page(rows, args, ({ nameKey, tenant }) =>
    encodeCursor([nameKey, tenant.id]),
  );
  return { pageInfo, edges: edges.map(({ cursor, node }) => ({ cursor, node: node.tenant })) };
};
