import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isJsonObject, quote, readerOf, setOwn, type JsonObject } from './json.js';
import { mergeInto } from './merge.js';
import { compileRewrites } from './rewrites.js';
import type { TypeConditions } from './type-conditions.js';

/** Writes representations of entities of one kind as JSON text: the keys by which a subgraph knows them. */
export interface RepresentationBuilder {
  /** Equal for builders that write the same for entities with the same key. */
  readonly shape: string;
  /** What tells entities apart, cheaper than the text; undefined when there is nothing to ask for. */
  readonly key: (entity: JsonObject) => string | undefined;
  /** The representation; undefined when the entity lacks what is required: it is then not asked for. */
  readonly text: (entity: JsonObject) => string | undefined;
}

/** The builders for the entities that a fetch may meet, by their types. */
export class Representations {
  readonly #general: RepresentationBuilder;
  readonly #byTypename = new Map<unknown, RepresentationBuilder>();

  /**
   * Compiles the `requires` of a fetch. For most typenames exactly one fragment applies and nothing is
   * rewritten; those are written as text directly. Everything else takes the general way over an object.
   */
  constructor(
    readonly requires: readonly QueryPlanSelectionNode[],
    readonly inputRewrites: readonly FetchDataRewrite[] | undefined,
    readonly types: TypeConditions,
  ) {
    this.#general = compileGeneral(requires, inputRewrites, types);
  }

  /** The builder for an entity of this type. */
  builderFor(entity: JsonObject): RepresentationBuilder {
    const typename = entity['__typename'];
    const known = this.#byTypename.get(typename);
    if (known !== undefined) return known;
    const isRewritten = this.inputRewrites !== undefined && this.inputRewrites.length > 0;
    const direct = isRewritten ? undefined : compileDirect(this.requires, typename, this.types);
    const builder = direct ?? this.#general;
    this.#byTypename.set(typename, builder);
    return builder;
  }
}

/** The text of one required field, or undefined when the entity lacks it. */
type FieldText = (source: JsonObject) => string | undefined;

const nothing = (): undefined => undefined;

/** The direct way, when the fields that apply to this typename all come from one fragment and differ in name. */
function compileDirect(
  requires: readonly QueryPlanSelectionNode[],
  typename: unknown,
  types: TypeConditions,
): RepresentationBuilder | undefined {
  if (typeof typename !== 'string') return undefined;
  const applicable = requires.filter((selection) => applies(selection, typename, types));
  if (applicable.length === 0) return { shape: '', key: nothing, text: nothing };
  const [only] = applicable;
  const selections =
    applicable.length === 1 && only?.kind === 'InlineFragment' ? only.selections : undefined;
  const names = selections?.map((selection) =>
    selection.kind === 'Field' ? responseName(selection) : '',
  );
  const text = selections && compileFields(selections);
  if (!text || !names?.includes('__typename')) return undefined;
  const shape = JSON.stringify([typename, selections]);
  return { shape, key: compileKey(names, selections) ?? text, text };
}

/** With a single key of one field that field alone tells entities of a type apart. */
function compileKey(
  names: readonly string[],
  selections: readonly QueryPlanSelectionNode[],
): FieldText | undefined {
  const [name, ...others] = names.filter((each) => each !== '__typename');
  const isLeaf = selections.every((selection) => !selection.selections);
  if (name === undefined || others.length > 0 || !isLeaf) return undefined;
  const read = readerOf(name);
  return (source) => {
    const value = read(source);
    // Marked, so that the number 1 and the text "1" stay two keys.
    if (typeof value === 'string') return value;
    return value === undefined ? undefined : `\u0000${JSON.stringify(value)}`;
  };
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
  const text: FieldText = (entity) => {
    const representation = select(entity, requires, types);
    if (representation === null || !representation['__typename']) return undefined;
    rewrite?.(representation);
    return JSON.stringify(representation);
  };
  if (!rewrite) return { shape: '', key: text, text };
  // What is sent is then not what the entity is: equal texts may be for entities of several types.
  const key: FieldText = (entity) => {
    const written = text(entity);
    return written === undefined ? undefined : `${String(entity['__typename'])} ${written}`;
  };
  return { shape: 'rewritten', key, text };
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
