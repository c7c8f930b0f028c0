import {
  encodeCursor,
  page,
  pageRequest,
  type Connection,
  type PageArguments,
} from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { AsideReading } from '../application/meter-ports.js';
import { reachOf } from '@voltpark/kit/reach';
import type { MeterReading } from '../domain/meter-reading.js';
import type { GraphQLContext } from './context.js';

/** A reading with when we heard of it. */
export type ReadingShown = MeterReading & { readonly receivedAt: Date };

const byInstant = z.tuple([z.number(), z.number(), z.number()]);
const byId = z.tuple([z.uuid()]);

/** A page of what the meter of a session said, the latest first. */
export async function readingPage(
  sessionId: string,
  args: PageArguments,
  { useCases }: GraphQLContext,
): Promise<Connection<ReadingShown>> {
  const rows = await useCases.reads.meter.readings(sessionId, pageRequest(args, byInstant));
  return page(rows, args, ({ at, seqNo, context }) => encodeCursor([at, seqNo, context]));
}

/** A page of readings that were kept aside, within one's reach. */
export async function asidePage(
  args: PageArguments,
  { useCases, cause }: GraphQLContext,
): Promise<Connection<AsideReading> & { readonly totalCount: number }> {
  const { limit, after } = pageRequest(args, byId);
  const reach = reachOf(cause.actor);
  const { meter } = useCases.reads;
  const rows = await meter.aside({ limit, after: after?.[0] ?? null }, reach);
  const totalCount = await meter.countAside(reach);
  return { ...page(rows, args, ({ id }) => encodeCursor([id])), totalCount };
}
