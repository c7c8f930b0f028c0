import type { FetchDataRewrite } from '@apollo/query-planner';
import { isJsonObject, readerOf, setOwn, type JsonObject } from './json.js';
import type { TypeConditions } from './type-conditions.js';

/** A change to data on its way to a subgraph or back, in place. */
export type Rewrite = (value: unknown) => void;

const conditionMark = '... on ';

/**
 * Compiles a plan's rewrites: setting a value (the `__typename` of an interface object) and renaming a key
 * (an alias that the planner had to invent). Returns undefined when there are none.
 */
export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: TypeConditions,
): Rewrite | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  const compiled = rewrites.map((rewrite) => compileRewrite(rewrite, types));
  return (value) => {
    for (const apply of compiled) apply(value);
  };
}

/**
 * The client's names for the keys that the planner renamed. Paths of errors speak of keys as the subgraph
 * saw them.
 */
export function renamedKeys(
  rewrites: readonly FetchDataRewrite[] | undefined,
): ReadonlyMap<string, string> | undefined {
  const renamed = new Map<string, string>();
  for (const rewrite of rewrites ?? []) {
    const key = rewrite.path.at(-1);
    if (rewrite.kind === 'KeyRenamer' && key !== undefined) renamed.set(key, rewrite.renameKeyTo);
  }
  return renamed.size > 0 ? renamed : undefined;
}

function compileRewrite(rewrite: FetchDataRewrite, types: TypeConditions): Rewrite {
  const key = rewrite.path.at(-1);
  if (key === undefined || key.startsWith(conditionMark)) {
    throw new Error(`A rewrite must end in a key: ${rewrite.path.join('.')}`);
  }
  return compileDescent(rewrite.path.slice(0, -1), changeOf(rewrite, key), types);
}

function changeOf(rewrite: FetchDataRewrite, key: string): (object: JsonObject) => void {
  if (rewrite.kind === 'ValueSetter') {
    const value: unknown = rewrite.setValueTo;
    return (object) => setOwn(object, key, value);
  }
  const read = readerOf(key);
  const name = rewrite.renameKeyTo;
  return (object) => {
    const value = read(object);
    if (value === undefined) return;
    // An explicit null says no more than an absent key, and must not hide what another fragment brought.
    if (value !== null) setOwn(object, name, value);
    delete object[key];
  };
}

function compileDescent(
  path: readonly string[],
  change: (object: JsonObject) => void,
  types: TypeConditions,
): Rewrite {
  const [first, ...rest] = path;
  let descend: (object: JsonObject) => void;
  if (first === undefined) {
    descend = change;
  } else {
    const next = compileDescent(rest, change, types);
    if (first.startsWith(conditionMark)) {
      const condition = first.slice(conditionMark.length);
      descend = (object) => {
        const typename = object['__typename'];
        // Without a typename nothing speaks against it: the planner left it out where it is certain.
        if (typeof typename !== 'string' || types.holds(typename, condition)) next(object);
      };
    } else {
      const read = readerOf(first);
      descend = (object) => next(read(object));
    }
  }
  const apply: Rewrite = (value) => {
    if (Array.isArray(value)) value.forEach(apply);
    else if (isJsonObject(value)) descend(value);
  };
  return apply;
}
