import { encodeCursor, page, pageRequest } from '@voltpark/kit/graphql/connection';
import { z } from 'zod';
import type { QueryResolvers } from '../generated/types.js';

const timeKey = z.tuple([z.coerce.date(), z.uuid()]);

export const auditLog: NonNullable<QueryResolvers['auditLog']> = async (
  _root,
  { filter, ...args },
  { useCases, cause },
) => {
  const criteria = {
    entityType: filter?.entityType ?? undefined,
    entityId: filter?.entityId ?? undefined,
    actorId: filter?.actorId ?? undefined,
    action: filter?.action ?? undefined,
    from: filter?.from ?? undefined,
    to: filter?.to ?? undefined,
    tenantId: filter?.tenantId ?? null,
  };
  const rows = await useCases.readAuditLog(cause, criteria, pageRequest(args, timeKey));
  return page(rows, args, ({ occurredAt, id }) => encodeCursor([occurredAt, id]));
};
