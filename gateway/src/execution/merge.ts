import { isJsonObject, setOwn, type JsonObject } from './json.js';

/**
 * Merges what a fetch brought into what is there. Objects are merged field by field, lists of equal length
 * element by element; anything else is replaced. `source` is taken over: its objects become part of `target`.
 */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const existing = target[name];
    if (isAbsent(existing) || typeof value !== 'object' || value === null) {
      if (name === '__proto__') setOwn(target, name, value);
      else target[name] = value;
    } else if (existing !== value) {
      target[name] = mergedValue(existing, value);
    }
  }
}

/** Nothing, or only what every object inherits: JSON holds no functions. */
function isAbsent(existing: unknown): boolean {
  return (
    existing === undefined ||
    existing === null ||
    typeof existing === 'function' ||
    existing === Object.prototype
  );
}

/** Merges `value` into `existing` where both are of one shape and returns what stands there afterwards. */
function mergedValue(existing: unknown, value: unknown): unknown {
  if (isJsonObject(existing) && isJsonObject(value)) {
    mergeInto(existing, value);
    return existing;
  }
  if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length) {
    for (let index = 0; index < value.length; index++) {
      const element: unknown = value[index];
      if (existing[index] !== element) existing[index] = mergedValue(existing[index], element);
    }
    return existing;
  }
  return value;
}
