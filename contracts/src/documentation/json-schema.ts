import { z } from 'zod';
import type { EventDefinition } from '../event.js';

/** The part of JSON Schema that zod writes and that is read here. */
export interface JsonSchema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  /** Which field of the data is the last token of the event's subject. */
  readonly 'x-key'?: string;
}

/** The published schema of an event's data: what consumers may rely on, kept in `contracts/schemas/<type>.json`. */
export function schemaOf(definition: EventDefinition): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(definition.data, { target: 'draft-7' });
  return {
    $schema,
    $id: `urn:voltpark:schema:${definition.type}`,
    title: definition.type,
    description: definition.summary,
    'x-key': definition.key,
    ...withoutLooseness(schema as JsonSchema),
  } as JsonSchema;
}

/** A consumer ignores fields that it does not know, so that a producer may add some. */
function withoutLooseness(schema: JsonSchema): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'additionalProperties' && value === false ? undefined : value,
    ),
  ) as JsonSchema;
}
