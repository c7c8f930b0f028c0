import { z } from 'zod';

/** Names of the bounded contexts; also of their folders, databases, streams and subgraphs. */
export type ContextName = string;

/**
 * One kind of published event: its type with version, what it promises and the schema of its data.
 * The type is `<context>.<noun>.<verb>.v<n>` and, with the key as a last token, the NATS subject.
 */
export interface EventDefinition<Data = unknown> {
  readonly type: string;
  /** The promise to consumers, one sentence. */
  readonly summary: string;
  /** Which field of `data` is the subject's last token, so that live followers can filter by it. */
  readonly key: string;
  readonly data: z.ZodType<Data>;
}

const typePattern = /^[a-z]+\.[a-z_]+\.[a-z_]+\.v[1-9][0-9]*$/;

/** Declares a published event. Throws when the type is not `<context>.<noun>.<verb>.v<n>`. */
export function defineEvent<Schema extends z.ZodObject>(definition: {
  type: string;
  summary: string;
  key: keyof z.infer<Schema> & string;
  data: Schema;
}): EventDefinition<z.infer<Schema>> {
  if (!typePattern.test(definition.type)) throw new Error(`Not an event type: ${definition.type}`);
  // The schema's own type and the type of what it accepts are one to us, and two to the compiler while generic.
  return definition as unknown as EventDefinition<z.infer<Schema>>;
}

/** The data type of an event definition. */
export type DataOf<Definition> = Definition extends EventDefinition<infer Data> ? Data : never;

/** The context that publishes a type: its first token. */
export function contextOfType(type: string): ContextName {
  return type.slice(0, type.indexOf('.'));
}

/** The NATS subject of an event: its type and its key. Characters that NATS reserves become `_`. */
export function subjectOf(type: string, key: string): string {
  return `${type}.${key.replace(/[\s.*>]/g, '_')}`;
}

/**
 * What a context hands to its outbox: the event without what the outbox itself knows.
 * `aggregateVersion` counts the events of one aggregate from 1 without gaps: order is kept, and
 * consumers notice repetition, by it.
 */
export interface EventDraft<Data = unknown> {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly data: Data;
  readonly occurredAt: Date;
  /** The tenant concerned, or null for events of the whole network. */
  readonly tenantId: string | null;
  /** Who caused it: an actor's id, or `system`. */
  readonly actorId: string;
  /** W3C trace context of the request that caused it. */
  readonly traceparent?: string;
}

/**
 * The envelope on the wire: CloudEvents 1.0 in structured mode, with the extension attributes
 * `aggregatetype`, `aggregateversion`, `tenant` and `actor`. https://github.com/cloudevents/spec
 */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().regex(typePattern),
  time: z.iso.datetime(),
  subject: z.string().min(1),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string().min(1),
  traceparent: z.string().optional(),
  tenant: z.string().optional(),
  actor: z.string(),
  key: z.string(),
  aggregatetype: z.string(),
  aggregateversion: z.number().int().positive(),
  data: z.unknown(),
});

/** A received event. `subject` is the aggregate's id, `time` when it happened. */
export type Envelope<Data = unknown> = Omit<z.infer<typeof envelopeSchema>, 'data'> & {
  readonly data: Data;
};
