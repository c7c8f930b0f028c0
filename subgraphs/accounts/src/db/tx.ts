import type { Prisma } from './generated/client.js';
import type { Reach } from '@voltpark/kit/reach';

/** The Prisma client or one of its transactions. */
export type Db = Prisma.TransactionClient;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for what can be an id of ours. Anything else belongs to nothing, and is no question for a database. */
export const isId = (text: string): boolean => uuid.test(text);

/** Only what can be ids, each once. */
export const idsAmong = (texts: readonly string[]): string[] => [...new Set(texts.filter(isId))];

/** Text that Postgres can compare with; NUL it cannot, and nothing is stored that has one. */
export const isText = (text: string): boolean => !text.includes('\0');

/** The condition that confines rows with a tenant to a reach; null when nothing is within. */
export function withinReach(reach: Reach): { readonly tenantId?: string } | null {
  switch (reach.kind) {
    case 'EVERYTHING':
      return {};
    case 'TENANT':
      return isText(reach.tenantId) ? { tenantId: reach.tenantId } : null;
    default:
      return null;
  }
}

/** Holds rows of a table until the transaction ends, in the order of their ids, so that nobody waits in a circle. */
export async function lockRows(
  tx: Db,
  table: 'account' | 'customer' | 'vehicle' | 'session' | 'api_key' | 'erasure',
  ids: readonly string[],
): Promise<void> {
  await tx.$queryRawUnsafe(
    `SELECT 1 FROM "${table}" WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
    idsAmong(ids),
  );
}

/**
 * Holds a name that no row may bear yet, so that nobody else takes it until the transaction ends. Two names that
 * happen to share a key wait for each other without need, and that is all.
 */
export async function lockName(tx: Db, kind: string, name: string): Promise<void> {
  await tx.$queryRawUnsafe(
    `SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) AS held`,
    `${kind}:${name}`,
  );
}
