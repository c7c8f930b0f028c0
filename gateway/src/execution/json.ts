/** A JSON object as a subgraph answered it. */
export type JsonObject = Record<string, unknown>;

/** True for an object that is neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A reader of one property that never sees what objects inherit: a client may well call a field `constructor`. */
export function readerOf(name: string): (source: JsonObject) => unknown {
  if (name in Object.prototype) {
    return (source) => (Object.hasOwn(source, name) ? source[name] : undefined);
  }
  return (source) => source[name];
}

/** Sets an own property whatever its name, `__proto__` included. */
export function setOwn(target: JsonObject, name: string, value: unknown): void {
  if (name in Object.prototype) {
    Object.defineProperty(target, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    target[name] = value;
  }
}

/** A copy of a JSON value that shares no object with it. */
export function copyJson<Value>(value: Value): Value;
export function copyJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element: unknown) => copyJson(element));
  const copy: JsonObject = {};
  for (const [name, inner] of Object.entries(value)) setOwn(copy, name, copyJson(inner));
  return copy;
}

// oxlint-disable-next-line no-control-regex -- control characters are what JSON forbids in a string
const mustBeEscaped = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The JSON text of a string; the common one needs no escape and is only put in quotes. */
export function quote(text: string): string {
  return mustBeEscaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}
