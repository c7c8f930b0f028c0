import type { JsonSchema } from './json-schema.js';

/** One field of an event's data, however deep. */
export interface Field {
  /** `counts[].free`: dots for objects, brackets for lists. */
  readonly path: string;
  readonly type: string;
  /** False when the field may be absent from its object. */
  readonly required: boolean;
}

/** All fields of an object schema, parents before their children. */
export function fieldsOf(schema: JsonSchema, prefix = ''): Field[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [
      { path, type: typeName(field), required: required.has(name) },
      ...childrenOf(field, path),
    ];
  });
}

function childrenOf(schema: JsonSchema, path: string): Field[] {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) {
    const objects = alternatives.filter(({ type }) => type !== 'null');
    return objects.flatMap((alternative, place) =>
      childrenOf(alternative, objects.length > 1 ? `${path}(${place + 1})` : path),
    );
  }
  if (schema.items !== undefined) return childrenOf(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === 'object') {
    return childrenOf(schema.additionalProperties, `${path}{}`);
  }
  return fieldsOf(schema, path);
}

/** A type in words, with everything that validation asks of it. */
export function typeName(schema: JsonSchema): string {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.map(typeName).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  }
  if (typeof schema.type === 'object') return schema.type.join(' | ');
  switch (schema.type) {
    case 'string':
      return stringName(schema);
    case 'integer':
    case 'number':
      return `${schema.type}${boundsOf(schema)}`;
    case 'array':
      return `list${sizeOf(schema.minItems, schema.maxItems)} of ${typeName(schema.items ?? {})}`;
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? `map of ${typeName(schema.additionalProperties)}`
        : 'object';
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'any JSON';
  }
}

function stringName(schema: JsonSchema): string {
  if (schema.format !== undefined) return schema.format;
  const pattern = schema.pattern === undefined ? '' : ` /${schema.pattern}/`;
  return `string${sizeOf(schema.minLength, schema.maxLength)}${pattern}`;
}

function sizeOf(least: number | undefined, most: number | undefined): string {
  if (least === undefined && most === undefined) return '';
  return least === most ? `(${least})` : `(${least ?? 0}..${most ?? ''})`;
}

function boundsOf(schema: JsonSchema): string {
  // zod writes the range of safe integers where nothing narrower is asked.
  const least = schema.minimum === Number.MIN_SAFE_INTEGER ? undefined : schema.minimum;
  const most = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  return [
    least === undefined ? '' : ` ≥ ${least}`,
    schema.exclusiveMinimum === undefined ? '' : ` > ${schema.exclusiveMinimum}`,
    most === undefined ? '' : ` ≤ ${most}`,
    schema.exclusiveMaximum === undefined ? '' : ` < ${schema.exclusiveMaximum}`,
  ].join('');
}
