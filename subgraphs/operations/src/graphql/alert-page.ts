import {
  encodeCursor,
  page,
  pageRequest,
  type Connection,
  type PageArguments,
} from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { Alert } from '../domain/alert.js';
import type { GraphQLContext } from './context.js';

const cursor = z.tuple([z.coerce.date(), z.string()]);

/** A page of alerts within reach, the latest first. */
export async function alertPage(
  args: PageArguments & {
    readonly facilityId?: string | null | undefined;
    readonly open?: boolean | null | undefined;
  },
  { useCases, reach }: GraphQLContext,
): Promise<Connection<Alert>> {
  const criteria = { facilityId: args.facilityId ?? null, isOpen: args.open ?? null };
  const alerts = await useCases.reads.alerts.find(criteria, pageRequest(args, cursor), reach);
  return page(alerts, args, ({ raisedAt, id }) => encodeCursor([raisedAt, id]));
}
