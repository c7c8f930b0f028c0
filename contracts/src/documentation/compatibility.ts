import { fieldsOf, type Field } from './fields.js';
import type { JsonSchema } from './json-schema.js';

/**
 * Why a schema may not take the place of a published one under the same version, one sentence a fault; none
 * when it may. Events live long: old ones are read by new consumers and, while a release rolls out, new ones
 * by old consumers. What both can bear is a new field that may be absent. Everything else is a new version.
 */
export function incompatibilities(published: JsonSchema, next: JsonSchema): string[] {
  const type = published.title ?? next.title ?? 'event';
  const faults: string[] = [];
  if (published['x-key'] !== next['x-key']) {
    faults.push(
      `${type}: the key was "${published['x-key']}" and is "${next['x-key']}"; followers by key would miss events`,
    );
  }
  const before = byPath(fieldsOf(published));
  const after = byPath(fieldsOf(next));
  for (const [path, field] of before) {
    const now = after.get(path);
    if (now === undefined) {
      if (!hasLostParent(path, before, after))
        faults.push(`${type}: the field "${path}" is gone or renamed`);
    } else if (now.type !== field.type) {
      faults.push(`${type}: the field "${path}" was ${field.type} and is ${now.type}`);
    } else if (field.required !== now.required) {
      faults.push(
        `${type}: the field "${path}" ${now.required ? 'may no longer' : 'may now'} be absent`,
      );
    }
  }
  for (const [path, field] of after) {
    const isNew = !before.has(path);
    if (isNew && field.required && parentOf(path, before) !== undefined) {
      faults.push(`${type}: the new field "${path}" is required, and older events do not have it`);
    }
  }
  return faults;
}

function byPath(fields: readonly Field[]): ReadonlyMap<string, Field> {
  return new Map(fields.map((field) => [field.path, field]));
}

/** True when a field above is gone or another: one sentence about that one is enough. */
function hasLostParent(
  path: string,
  before: ReadonlyMap<string, Field>,
  after: ReadonlyMap<string, Field>,
): boolean {
  for (let parent = above(path); parent !== ''; parent = above(parent)) {
    if (before.has(parent) && before.get(parent)?.type !== after.get(parent)?.type) return true;
  }
  return false;
}

/** The path of the object that a field stands in, '' for the data itself; undefined when that object is new. */
function parentOf(path: string, before: ReadonlyMap<string, Field>): string | undefined {
  const parent = above(path);
  return parent === '' || before.has(parent) ? parent : undefined;
}

function above(path: string): string {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  return parent.replace(/(\[\]|\{\}|\(\d+\))+$/, '');
}
