import { isJsonObject, readerOf, type JsonObject } from './json.js';

/** A path in the client's answer: names of the answer and indices of lists. */
export type ClientPath = (string | number)[];

type Segment =
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly read: (source: JsonObject) => unknown;
    }
  | { readonly kind: 'each' }
  | { readonly kind: 'types'; readonly typenames: ReadonlySet<string> };

/**
 * Where in the answer a fetch takes its objects from and puts its data, compiled from a plan's path:
 * names, `@` for every element of a list, and `|[A,B]` behind a name or `@` for "only objects of these types".
 */
export class ResponsePath {
  readonly #segments: readonly Segment[];
  /** The names before the first list: as much of the path as every object there shares. */
  readonly prefix: readonly string[];

  constructor(path: readonly (string | number)[]) {
    this.#segments = path.flatMap((element) => segmentsOf(String(element)));
    const prefix: string[] = [];
    for (const segment of this.#segments) {
      if (segment.kind === 'each') break;
      if (segment.kind === 'field') prefix.push(segment.name);
    }
    this.prefix = prefix;
  }

  /** True for the root of the answer. */
  get isRoot(): boolean {
    return this.#segments.length === 0;
  }

  /** The objects at this path, in order; holes and nulls left out. */
  objects(root: JsonObject): JsonObject[] {
    const found: JsonObject[] = [];
    collect(root, this.#segments, 0, found);
    return found;
  }

  /** The objects that {@link objects} finds with their paths in the client's answer. Only for errors. */
  locate(root: JsonObject): [object: JsonObject, path: ClientPath][] {
    const found: [JsonObject, ClientPath][] = [];
    locate(root, this.#segments, 0, [], found);
    return found;
  }
}

function segmentsOf(element: string): Segment[] {
  const bar = element.indexOf('|[');
  const name = bar < 0 ? element : element.slice(0, bar);
  const segments: Segment[] = [];
  if (name === '@') segments.push({ kind: 'each' });
  else if (name !== '') segments.push({ kind: 'field', name, read: readerOf(name) });
  if (bar >= 0) {
    const typenames = element.slice(bar + 2, -1).split(',');
    segments.push({ kind: 'types', typenames: new Set(typenames) });
  }
  return segments;
}

function passes(value: unknown, typenames: ReadonlySet<string>): boolean {
  return isJsonObject(value) && typenames.has(String(value['__typename']));
}

function collect(
  value: unknown,
  segments: readonly Segment[],
  start: number,
  found: JsonObject[],
): void {
  let current = value;
  for (let index = start; ; index++) {
    const segment = segments[index];
    if (segment === undefined) break;
    if (typeof current !== 'object' || current === null) return;
    if (segment.kind === 'field') {
      if (Array.isArray(current)) return;
      current = segment.read(current as JsonObject);
    } else if (segment.kind === 'types') {
      if (!passes(current, segment.typenames)) return;
    } else {
      if (!Array.isArray(current)) return;
      for (const element of current) collect(element, segments, index + 1, found);
      return;
    }
  }
  if (isJsonObject(current)) found.push(current);
}

function locate(
  value: unknown,
  segments: readonly Segment[],
  start: number,
  path: ClientPath,
  found: [JsonObject, ClientPath][],
): void {
  if (typeof value !== 'object' || value === null) return;
  const segment = segments[start];
  if (segment === undefined) {
    if (isJsonObject(value)) found.push([value, path]);
  } else if (segment.kind === 'field') {
    if (isJsonObject(value)) {
      locate(segment.read(value), segments, start + 1, [...path, segment.name], found);
    }
  } else if (segment.kind === 'types') {
    if (passes(value, segment.typenames)) locate(value, segments, start + 1, path, found);
  } else if (Array.isArray(value)) {
    value.forEach((element, index) => {
      locate(element, segments, start + 1, [...path, index], found);
    });
  }
}
