import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { QueryResolvers } from '../generated/types.js';

const idCursor = z.tuple([z.string()]);

export const configHistory: NonNullable<QueryResolvers['configHistory']> = async (
  _root,
  { scope, scopeId, key, ...args },
  { useCases, cause },
) => {
  const { limit, after } = pageRequest(args, idCursor);
  const slice = { limit, after: after === null ? null : after[0] };
  const changes = await useCases.readConfigHistory(
    cause,
    { scope, scopeId, key: key ?? null },
    slice,
  );
  return changes === null ? null : page(changes, args, ({ id }) => encodeCursor([id]));
};
