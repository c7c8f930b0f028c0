import { decodeCursor, encodeCursor } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import { answered } from '../answers.js';
import type { QueryResolvers } from '../generated/types.js';

const cursor = z.tuple([z.iso.datetime(), z.string().max(64)]);

export const analyticsCsv: NonNullable<QueryResolvers['analyticsCsv']> = (
  _root,
  { after, ...question },
  { useCases, cause },
) =>
  answered(
    useCases.exportCsv(cause, {
      ...question,
      after: after == null ? null : decodeCursor(after, cursor),
    }),
  );

export const CsvChunk = {
  next: ({ next }: { readonly next: readonly string[] | null }) =>
    next === null ? null : encodeCursor(next),
};
