import type { Envelope } from '@voltpark/contracts';
import { auditOfForeign } from '../domain/foreign-change.js';
import type { Stores } from './stores.js';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Events that give the whole picture of a thing each time, so that the one before tells what changed. */
const isPicture = (type: string) => /\.(registered|updated)\.v\d+$/.test(type);

/** Writes into the audit log what happened in another context. */
export function recordForeignChange({ newId }: { readonly newId: () => string }) {
  return async (event: Envelope, { audit }: Stores): Promise<void> => {
    if (!isRecord(event.data)) return;
    const isWhole = isPicture(event.type) && !('previous' in event.data);
    const before = isWhole ? await audit.picture(event.aggregatetype, event.subject) : null;
    const subject = auditOfForeign({
      type: event.type,
      aggregateType: event.aggregatetype,
      aggregateId: event.subject,
      tenantId: event.tenant ?? null,
      data: event.data,
      before,
    });
    await audit.append({
      ...subject,
      id: newId(),
      occurredAt: new Date(event.time),
      actorId: event.actor,
      correlationId: event.traceparent?.split('-')[1] ?? null,
      eventId: event.id,
    });
    if (isWhole) await audit.keepPicture(event.aggregatetype, event.subject, event.data);
  };
}
