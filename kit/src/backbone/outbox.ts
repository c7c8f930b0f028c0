import type { EventDraft } from '@voltpark/contracts';
import type { SqlExecutor } from '../database/executor.js';

/** Columns and types of the one JSON parameter that {@link insertOutboxSql} reads. */
const recordset = `(id uuid, type text, key text, aggregate_type text, aggregate_id text,
  aggregate_version bigint, data jsonb, occurred_at timestamptz, tenant_id text, actor_id text, traceparent text)`;

/**
 * The statement that writes outbox rows from one JSON parameter, for use alone or as a part of a larger
 * statement (`WITH … , outbox AS (${insertOutboxSql('$5')}) …`).
 * @param parameter the SQL parameter or expression that holds the JSON array of {@link outboxJson}
 */
export function insertOutboxSql(parameter: string): string {
  return `INSERT INTO outbox (id, type, key, aggregate_type, aggregate_id, aggregate_version, data, occurred_at, tenant_id, actor_id, traceparent)
    SELECT id, type, key, aggregate_type, aggregate_id, aggregate_version, data, occurred_at, tenant_id, actor_id, traceparent
    FROM jsonb_to_recordset(${parameter}::jsonb) AS draft ${recordset}`;
}

/** Event drafts as the JSON array that {@link insertOutboxSql} reads. */
export function outboxJson(drafts: readonly EventDraft[]): string {
  return JSON.stringify(
    drafts.map((draft) => ({
      id: draft.id,
      type: draft.type,
      key: draft.key,
      aggregate_type: draft.aggregateType,
      aggregate_id: draft.aggregateId,
      aggregate_version: draft.aggregateVersion,
      data: draft.data,
      occurred_at: draft.occurredAt.toISOString(),
      tenant_id: draft.tenantId,
      actor_id: draft.actorId,
      traceparent: draft.traceparent ?? null,
    })),
  );
}

/** Writes events to the outbox within the caller's transaction, the one that also writes the state. */
export async function appendToOutbox(
  tx: SqlExecutor,
  drafts: readonly EventDraft[],
): Promise<void> {
  if (drafts.length === 0) return;
  await tx.$executeRawUnsafe(insertOutboxSql('$1'), outboxJson(drafts));
}
