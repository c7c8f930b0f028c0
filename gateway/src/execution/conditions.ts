import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  Kind,
  valueFromAST,
  GraphQLBoolean,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';

/** The values of the variables that decide, in `@include` and `@skip`, what an operation consists of. */
export type Conditions = ReadonlyMap<string, boolean>;

/** A variable of `@include` or `@skip` has no boolean value. */
export class ConditionError extends Error {
  constructor(readonly variable: string) {
    super(`The variable "$${variable}" decides what is included and must be true or false.`);
    this.name = 'ConditionError';
  }
}

/**
 * The variables that decide about parts of an operation. Once their values are known the operation is a
 * fixed one, and is compiled as such: neither the run of a plan nor the projection looks at conditions.
 */
export class ConditionVariables {
  readonly #variables: readonly { readonly name: string; readonly fallback: unknown }[];

  constructor(document: DocumentNode, operation: OperationDefinitionNode, plan: QueryPlan) {
    const names = new Set<string>();
    visit(document, {
      Directive(directive) {
        const value = conditionOf(directive);
        if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
    if (plan.node) collectFromPlan(plan.node, names);
    this.#variables = (operation.variableDefinitions ?? [])
      .filter((definition) => names.has(definition.variable.name.value))
      .map((definition) => ({
        name: definition.variable.name.value,
        fallback: definition.defaultValue && valueFromAST(definition.defaultValue, GraphQLBoolean),
      }));
  }

  /**
   * Reads the conditions out of a request's variables.
   * @throws ConditionError when one is neither true nor false
   */
  read(variables: Readonly<Record<string, unknown>>): {
    readonly key: string;
    readonly values: Conditions;
  } {
    if (this.#variables.length === 0) return unconditional;
    const values = new Map<string, boolean>();
    let key = '';
    for (const { name, fallback } of this.#variables) {
      const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
      const value = given === undefined ? fallback : given;
      if (typeof value !== 'boolean') throw new ConditionError(name);
      values.set(name, value);
      key += value ? '1' : '0';
    }
    return { key, values };
  }
}

const unconditional = { key: '', values: new Map<string, boolean>() };

/** True when `@include` and `@skip` leave a selection in. */
export function isIncluded(
  directives: readonly DirectiveNode[] | undefined,
  conditions: Conditions,
): boolean {
  return (directives ?? []).every((directive) => {
    const value = conditionOf(directive);
    if (value === undefined) return true;
    const holds =
      value.kind === Kind.VARIABLE
        ? conditions.get(value.name.value) === true
        : value.kind === Kind.BOOLEAN && value.value;
    return holds === (directive.name.value === 'include');
  });
}

function conditionOf(directive: DirectiveNode) {
  if (directive.name.value !== 'include' && directive.name.value !== 'skip') return undefined;
  return directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
}

function collectFromPlan(node: NonNullable<QueryPlan['node']>, names: Set<string>): void {
  const visitAll = (children: readonly (PlanNode | undefined)[]): void => {
    for (const child of children) if (child) collectFromPlan(child, names);
  };
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return visitAll(node.nodes);
    case 'Flatten':
      return visitAll([node.node]);
    case 'Condition':
      names.add(node.condition);
      return visitAll([node.ifClause, node.elseClause]);
    case 'Subscription':
      return visitAll([node.rest]);
    case 'Fetch':
    case 'Defer':
  }
}
