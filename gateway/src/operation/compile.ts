import {
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationLimits } from '../limits.js';
import type { AccessRequirement } from '../ports.js';
import type { AccessRule, SupergraphRules } from '../supergraph/rules.js';
import { costOfField, integerArgument, sum, times, type Quantity, type Variables } from './cost.js';
import { refusal } from './errors.js';
import type { Fragments } from './expansion.js';

/** What is known of a valid operation once its types are. */
export interface CompiledOperation {
  readonly access: AccessRequirement;
  readonly cost: Quantity;
  /** Page sizes to check for each request; those without variables were checked already. */
  readonly pageSizes: readonly PageSize[];
  /** Page sizes that are wrong whatever the variables. */
  readonly faults: readonly GraphQLError[];
}

/** One `first` or `last` of the operation. */
export interface PageSize {
  readonly check: (variables: Variables) => GraphQLError | undefined;
}

const noSizes: ReadonlyMap<string, Quantity> = new Map();

/**
 * Walks a valid, bounded operation once with its types: what one needs to be to run it, what it costs and
 * which page sizes it asks for.
 */
export function compileOperation(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  schema: GraphQLSchema,
  rules: SupergraphRules,
  limits: OperationLimits,
): CompiledOperation {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation} type`);
  const compiler = new Compiler(fragments, schema, rules, limits);
  const selected = compiler.selections(operation.selectionSet, root, noSizes);
  const fields = operation.selectionSet.selections.length;
  const base = operation.operation === 'mutation' ? fields * limits.mutationCost : 0;
  return {
    access: compiler.access(),
    cost: sum([base, selected]),
    pageSizes: compiler.pageSizes,
    faults: compiler.faults,
  };
}

class Compiler {
  readonly pageSizes: PageSize[] = [];
  readonly faults: GraphQLError[] = [];
  readonly #accessRules = new Set<AccessRule>();

  constructor(
    readonly fragments: Fragments,
    readonly schema: GraphQLSchema,
    readonly rules: SupergraphRules,
    readonly limits: OperationLimits,
  ) {}

  /** Every rule met; several fields with one rule need it once. */
  access(): AccessRequirement {
    const scopes = [...this.#accessRules].filter((rule) => rule.length > 0);
    const distinct = new Map(scopes.map((rule) => [JSON.stringify(rule), rule]));
    return { isPublic: this.#accessRules.size === 0, scopes: [...distinct.values()] };
  }

  /** The cost of a selection set on one value of the type. */
  selections(
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    sizes: ReadonlyMap<string, Quantity>,
  ): Quantity {
    return sum(
      set.selections.map((selection) => {
        if (selection.kind === Kind.FIELD) return this.#field(selection, parent, sizes);
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection
            : this.fragments.get(selection.name.value);
        if (!fragment) return 0;
        const condition = fragment.typeCondition?.name.value;
        const type = condition === undefined ? parent : this.schema.getType(condition);
        return isCompositeType(type) ? this.selections(fragment.selectionSet, type, sizes) : 0;
      }),
    );
  }

  #field(
    field: FieldNode,
    parent: GraphQLCompositeType,
    sizes: ReadonlyMap<string, Quantity>,
  ): Quantity {
    const name = field.name.value;
    if (name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name)
      return this.limits.introspectionCost;
    // `__typename` is no field of its type: it costs nothing and needs nothing.
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!definition) return 0;
    const coordinate = `${parent.name}.${name}`;
    this.#require(parent, name, definition);
    this.#page(field, definition);
    const own = costOfField(
      coordinate,
      field,
      definition,
      sizes.get(name),
      this.rules,
      this.limits,
    );
    const type = getNamedType(definition.type);
    const below =
      field.selectionSet && isCompositeType(type)
        ? this.selections(field.selectionSet, type, own.sizes)
        : 0;
    return sum([own.once, times(own.size, sum([own.each, below]))]);
  }

  /** A field of an interface may turn out to be that of any type that implements it. */
  #require(
    parent: GraphQLCompositeType,
    name: string,
    definition: GraphQLField<unknown, unknown>,
  ): void {
    const owners = isInterfaceType(parent)
      ? [parent, ...this.schema.getPossibleTypes(parent)]
      : [parent];
    for (const owner of owners) {
      this.#add(owner.name);
      this.#add(`${owner.name}.${name}`);
    }
    const type = getNamedType(definition.type);
    if (!isCompositeType(type)) this.#add(type.name);
  }

  #add(coordinate: string): void {
    for (const rule of this.rules.access.get(coordinate) ?? []) this.#accessRules.add(rule);
  }

  #page(field: FieldNode, definition: GraphQLField<unknown, unknown>): void {
    for (const name of ['first', 'last']) {
      if (!definition.args.some((argument) => argument.name === name)) continue;
      const size = integerArgument(field, definition, name);
      if (size === undefined) continue;
      const check = (value: number | undefined): GraphQLError | undefined =>
        value === undefined || (value >= 0 && value <= this.limits.pageSize)
          ? undefined
          : refusal(
              'BAD_USER_INPUT',
              `"${name}" must be between 0 and ${this.limits.pageSize}.`,
              field,
            );
      if (typeof size === 'function') this.pageSizes.push({ check: (given) => check(size(given)) });
      else this.faults.push(...[check(size)].filter((fault) => fault !== undefined));
    }
  }
}
