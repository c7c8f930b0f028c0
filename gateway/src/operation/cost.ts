import {
  Kind,
  isCompositeType,
  isListType,
  isNonNullType,
  getNamedType,
  type FieldNode,
  type GraphQLField,
  type GraphQLOutputType,
} from 'graphql';
import type { OperationLimits } from '../limits.js';
import type { ListSizeRule, SupergraphRules } from '../supergraph/rules.js';

/** Coerced variables. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number that may depend on variables. */
export type Quantity = number | ((variables: Variables) => number);

/** Its value for one request. */
export const valueOf = (quantity: Quantity, variables: Variables): number =>
  typeof quantity === 'number' ? quantity : quantity(variables);

/** The sum; what does not depend on variables is added up now. */
export function sum(quantities: readonly Quantity[]): Quantity {
  const fixed = quantities.reduce<number>(
    (total, one) => (typeof one === 'number' ? total + one : total),
    0,
  );
  const open = quantities.filter((one) => typeof one === 'function');
  if (open.length === 0) return fixed;
  return (variables) => open.reduce((total, one) => total + one(variables), fixed);
}

/** The product. */
export function times(a: Quantity, b: Quantity): Quantity {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 0 || b === 0) return 0;
  return (variables) => valueOf(a, variables) * valueOf(b, variables);
}

/** An integer argument of a field: its value, from literal, variable or default. */
export function integerArgument(
  field: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  name: string,
): number | ((variables: Variables) => number | undefined) | undefined {
  const given = field.arguments?.find((argument) => argument.name.value === name)?.value;
  const fallback = definition.args.find((argument) => argument.name === name)?.defaultValue;
  const byDefault = typeof fallback === 'number' ? fallback : undefined;
  if (given === undefined) return byDefault;
  if (given.kind === Kind.INT) return Number(given.value);
  if (given.kind !== Kind.VARIABLE) return undefined;
  const variable = given.name.value;
  return (variables) => {
    const value = variables[variable];
    if (value === undefined) return byDefault;
    return typeof value === 'number' ? value : undefined;
  };
}

/** What a field costs besides its selections, and how often those are resolved. */
export interface FieldCost {
  /** Cost of the field's arguments, once. */
  readonly once: number;
  /** Cost of one returned value, without its selections. */
  readonly each: number;
  /** How many values the field returns. */
  readonly size: Quantity;
  /** Sizes that this field gives to lists right below it, by their names. */
  readonly sizes: ReadonlyMap<string, Quantity>;
}

/**
 * Applies `@cost` and `@listSize` to one field: a composite value costs 1, a leaf nothing, unless `@cost` says
 * otherwise. A list costs each of its entries; where nothing tells its length, an assumed one.
 * @param inherited the list's size when a connection above has one for it (`sizedFields`)
 */
export function costOfField(
  coordinate: string,
  field: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  inherited: Quantity | undefined,
  rules: SupergraphRules,
  limits: OperationLimits,
): FieldCost {
  const type = getNamedType(definition.type);
  const each =
    rules.weight.get(coordinate) ?? rules.weight.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
  let once = 0;
  for (const argument of field.arguments ?? [])
    once += rules.argumentWeight.get(`${coordinate}.${argument.name.value}`) ?? 0;

  const rule = rules.listSize.get(coordinate) ?? connectionRule(definition);
  const length = rule && lengthOf(rule, field, definition, limits);
  const isList = isListOf(definition.type);
  const sizes = new Map<string, Quantity>();
  if (length !== undefined) for (const name of rule?.sizedFields ?? []) sizes.set(name, length);
  const own = sizes.size === 0 ? length : undefined;
  const size = isList ? (inherited ?? own ?? limits.assumedListSize) : 1;
  return { once, each, size, sizes };
}

/** Relay connections are sized by `first` and `last`, whether or not their subgraph says so. */
function connectionRule(definition: GraphQLField<unknown, unknown>): ListSizeRule | undefined {
  const slicingArguments = definition.args
    .map(({ name }) => name)
    .filter((name) => name === 'first' || name === 'last');
  if (slicingArguments.length === 0) return undefined;
  const sizedFields = isListOf(definition.type) ? [] : ['edges', 'nodes'];
  return { assumedSize: undefined, slicingArguments, sizedFields };
}

function lengthOf(
  rule: ListSizeRule,
  field: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  limits: OperationLimits,
): Quantity {
  const assumed = rule.assumedSize ?? limits.assumedListSize;
  const slices = rule.slicingArguments
    .map((name) => integerArgument(field, definition, name))
    .filter((slice) => slice !== undefined);
  if (slices.length === 0) return assumed;
  const longest = (variables: Variables): number => {
    const given = slices
      .map((slice) => (typeof slice === 'number' ? slice : slice(variables)))
      .filter((slice) => slice !== undefined);
    return given.length === 0 ? assumed : Math.max(0, ...given);
  };
  return slices.every((slice) => typeof slice === 'number') ? longest({}) : longest;
}

function isListOf(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
