import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { QueryResolvers } from '../generated/types.js';

const cursor = z.tuple([z.string()]);

export const operationsNotes: NonNullable<QueryResolvers['operationsNotes']> = async (
  _root,
  args,
  { useCases, cause },
) => {
  const { limit, after } = pageRequest(args, cursor);
  const notes = await useCases.listNotes(cause, { limit, after: after?.[0] ?? null });
  return page(notes, args, ({ id }) => encodeCursor([id]));
};
