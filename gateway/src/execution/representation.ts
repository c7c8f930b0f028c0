import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isJsonObject, quote, readerOf, setOwn, type JsonObject } from './json.js';
import { mergeInto } from './merge.js';
import { compileRewrites } from './rewrites.js';
import type { TypeConditions } from './type-conditions.js';

/**
 * Writes the representation of an entity that a subgraph wants as its key, as JSON text. Undefined when the
 * entity lacks what is required or is of a type the fetch has nothing to do with: it is then not asked for.
 */
export type RepresentationBuilder = (entity: JsonObject) => string | undefined;

/**
 * Compiles the `requires` of a fetch. For most typenames exactly one fragment applies and nothing is
 * rewritten; those are written as text directly. Everything else takes the general way over an object.
 */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  inputRewrites: readonly FetchDataRewrite[] | undefined,
  types: TypeConditions,
): RepresentationBuilder {
  const general = compileGeneral(requires, inputRewrites, types);
  if (inputRewrites && inputRewrites.length > 0) return general;
  const byTypename = new Map<unknown, RepresentationBuilder>();
  return (entity) => {
    const typename = entity['__typename'];
    let build = byTypename.get(typename);
    if (build === undefined) {
      build = compileDirect(requires, typename, types) ?? general;
      byTypename.set(typename, build);
    }
    return build(entity);
  };
}

/** The text of one required field, or undefined when the entity lacks it. */
type FieldText = (source: JsonObject) => string | undefined;

/** The direct way, when the fields that apply to this typename all come from one fragment and differ in name. */
function compileDirect(
  requires: readonly QueryPlanSelectionNode[],
  typename: unknown,
  types: TypeConditions,
): RepresentationBuilder | undefined {
  if (typeof typename !== 'string') return undefined;
  const applicable = requires.filter((selection) => applies(selection, typename, types));
  if (applicable.length === 0) return () => undefined;
  const [only] = applicable;
  const selections =
    applicable.length === 1 && only?.kind === 'InlineFragment' ? only.selections : undefined;
  if (!selections) return undefined;
  const hasTypename = selections.some(
    (selection) => selection.kind === 'Field' && responseName(selection) === '__typename',
  );
  return hasTypename ? compileFields(selections) : undefined;
}

function applies(
  selection: QueryPlanSelectionNode,
  typename: string,
  types: TypeConditions,
): boolean {
  if (selection.kind === 'Field') return true;
  // A fragment without a condition selects nothing here, as in the planner's own reading.
  return selection.typeCondition !== undefined && types.holds(typename, selection.typeCondition);
}

function responseName(field: { readonly alias?: string; readonly name: string }): string {
  return field.alias ?? field.name;
}

/** Fields only, each name once; otherwise undefined. */
function compileFields(selections: readonly QueryPlanSelectionNode[]): FieldText | undefined {
  const names = new Set<string>();
  const parts: { readonly prefix: string; readonly text: FieldText }[] = [];
  for (const selection of selections) {
    if (selection.kind !== 'Field') return undefined;
    const name = responseName(selection);
    if (names.has(name)) return undefined;
    names.add(name);
    const text = compileField(readerOf(name), selection.selections);
    if (text === undefined) return undefined;
    parts.push({ prefix: `${parts.length === 0 ? '{' : ','}${JSON.stringify(name)}:`, text });
  }
  return (source) => {
    let json = '';
    for (const part of parts) {
      const text = part.text(source);
      if (text === undefined) return undefined;
      json += part.prefix + text;
    }
    return json + '}';
  };
}

function compileField(
  read: (source: JsonObject) => unknown,
  selections: readonly QueryPlanSelectionNode[] | undefined,
): FieldText | undefined {
  if (!selections) {
    return (source) => {
      const value = read(source);
      if (typeof value === 'string') return quote(value);
      return value === undefined ? undefined : JSON.stringify(value);
    };
  }
  const inner = compileFields(selections);
  if (inner === undefined) return undefined;
  const write = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    return (isJsonObject(value) ? inner(value) : undefined) ?? 'null';
  };
  return (source) => {
    const value = read(source);
    return value === undefined ? undefined : write(value);
  };
}

/** The general way: an object built by selections and fragments, rewritten, then written as text. */
function compileGeneral(
  requires: readonly QueryPlanSelectionNode[],
  inputRewrites: readonly FetchDataRewrite[] | undefined,
  types: TypeConditions,
): RepresentationBuilder {
  const rewrite = compileRewrites(inputRewrites, types);
  return (entity) => {
    const representation = select(entity, requires, types);
    if (representation === null || !representation['__typename']) return undefined;
    rewrite?.(representation);
    return JSON.stringify(representation);
  };
}

/** What the selections require of `source`; null when a field is missing. */
function select(
  source: JsonObject,
  selections: readonly QueryPlanSelectionNode[],
  types: TypeConditions,
): JsonObject | null {
  const result: JsonObject = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const name = responseName(selection);
      const value = readerOf(name)(source);
      if (value === undefined) return null;
      setOwn(result, name, selectValue(value, selection.selections, types));
    } else if (selection.typeCondition !== undefined) {
      const typename = source['__typename'];
      if (typeof typename !== 'string' || !types.holds(typename, selection.typeCondition)) continue;
      const part = select(source, selection.selections, types);
      if (part !== null) mergeInto(result, part);
    }
  }
  return result;
}

function selectValue(
  value: unknown,
  selections: readonly QueryPlanSelectionNode[] | undefined,
  types: TypeConditions,
): unknown {
  if (!selections) return value;
  if (Array.isArray(value)) return value.map((element) => selectValue(element, selections, types));
  return isJsonObject(value) ? select(value, selections, types) : null;
}
