import {
  contextOfType,
  envelopeSchema,
  type Envelope,
  type EventDefinition,
} from '@voltpark/contracts';

/** Every event that may be published or consumed, by type. */
export type Catalog = ReadonlyMap<string, EventDefinition>;

/** A row of the outbox, as the relay reads it. */
export interface OutboxRow {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: string;
  readonly data: unknown;
  readonly occurred_at: Date;
  readonly tenant_id: string | null;
  readonly actor_id: string;
  readonly traceparent: string | null;
  readonly republished: boolean;
}

/** The event does not fit its schema, or has none. The message names every fault. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
}

/** The CloudEvents envelope of an outbox row. */
export function envelopeOf(row: OutboxRow): Envelope {
  return {
    specversion: '1.0',
    id: row.id,
    source: `urn:voltpark:${contextOfType(row.type)}`,
    type: row.type,
    time: row.occurred_at.toISOString(),
    subject: row.aggregate_id,
    datacontenttype: 'application/json',
    dataschema: `urn:voltpark:schema:${row.type}`,
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    ...(row.tenant_id === null ? {} : { tenant: row.tenant_id }),
    actor: row.actor_id,
    key: row.key,
    aggregatetype: row.aggregate_type,
    aggregateversion: Number(row.aggregate_version),
    data: row.data,
  };
}

/**
 * Checks an envelope and its data against the catalog.
 * @throws InvalidEventError when either does not fit, or the type is unknown
 */
export function checkedEvent(candidate: unknown, catalog: Catalog): Envelope {
  const envelope = envelopeSchema.safeParse(candidate);
  if (!envelope.success) throw new InvalidEventError(faults('envelope', envelope.error.issues));
  const definition = catalog.get(envelope.data.type);
  if (definition === undefined) throw new InvalidEventError(`unknown type ${envelope.data.type}`);
  const data = definition.data.safeParse(envelope.data.data);
  if (!data.success) throw new InvalidEventError(faults('data', data.error.issues));
  return { ...envelope.data, data: data.data };
}

/**
 * What can be told of an event even when it is not valid: by this it finds its place in order.
 * Undefined when the bytes are no JSON object or say nothing of an aggregate.
 */
export function aggregateOf(
  candidate: unknown,
): { readonly type: string; readonly id: string; readonly version: number } | undefined {
  if (typeof candidate !== 'object' || candidate === null) return undefined;
  const { aggregatetype, subject, aggregateversion } = candidate as Record<string, unknown>;
  if (typeof aggregatetype !== 'string' || typeof subject !== 'string') return undefined;
  return {
    type: aggregatetype,
    id: subject,
    version: typeof aggregateversion === 'number' ? aggregateversion : 0,
  };
}

function faults(
  part: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  return issues
    .map((issue) => `${[part, ...issue.path.map(String)].join('.')}: ${issue.message}`)
    .join('; ');
}
