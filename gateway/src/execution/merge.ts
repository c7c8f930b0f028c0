import { isJsonObject, setOwn, type JsonObject } from './json.js';

/**
 * Merges what a fetch brought into what is there. Objects are merged field by field, lists of equal length
 * element by element; anything else is replaced. `source` is taken over: its objects become part of `target`.
 */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const isSpecial = name in Object.prototype;
    const existing = isSpecial && !Object.hasOwn(target, name) ? undefined : target[name];
    if (
      existing === undefined ||
      existing === null ||
      typeof value !== 'object' ||
      value === null
    ) {
      if (isSpecial) setOwn(target, name, value);
      else target[name] = value;
    } else {
      const merged = mergedValue(existing, value);
      if (merged !== existing) setOwn(target, name, merged);
    }
  }
}

/** Merges `value` into `existing` where both are of one shape and returns what stands there afterwards. */
function mergedValue(existing: unknown, value: unknown): unknown {
  if (isJsonObject(existing) && isJsonObject(value)) {
    mergeInto(existing, value);
    return existing;
  }
  if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length) {
    for (let index = 0; index < value.length; index++) {
      existing[index] = mergedValue(existing[index], value[index]);
    }
    return existing;
  }
  return value;
}
