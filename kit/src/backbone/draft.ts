import type { Actor, EventDefinition, EventDraft } from '@voltpark/contracts';
import { newId } from '../ids.js';

/** What changed: an aggregate in the version that the change made. */
export interface AggregateVersion {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** The tenant concerned; null for what belongs to the whole network. */
  readonly tenantId: string | null;
  /** When it happened. */
  readonly at: Date;
}

/** Who caused it, in which request. */
export interface EventCause {
  readonly actor: Pick<Actor, 'id'>;
  readonly traceparent?: string;
}

/** The draft of a published event: its data, of which aggregate in which version it tells, and who caused it. */
export function draftEvent<Data extends object>(
  definition: EventDefinition<Data>,
  data: Data,
  of: AggregateVersion,
  { actor, traceparent }: EventCause,
): EventDraft<Data> {
  return {
    id: newId(),
    type: definition.type,
    key: String(data[definition.key as keyof Data]),
    aggregateType: of.type,
    aggregateId: of.id,
    aggregateVersion: of.version,
    data,
    occurredAt: of.at,
    tenantId: of.tenantId,
    actorId: actor.id,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
