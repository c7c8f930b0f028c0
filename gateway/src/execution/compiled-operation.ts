import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { getOperationAST, type OperationDefinitionNode } from 'graphql';
import type { PreparedOperation } from '../ports.js';
import { BoundedMap } from '@voltpark/kit/bounded-map';
import { compileFetch, compilePlan } from './compile-plan.js';
import { ConditionVariables } from './conditions.js';
import { executionLimits } from './limits.js';
import { compileProjection, type Projection } from './projection.js';
import type { FetchStep, Step } from './program.js';
import { Selections } from './selection.js';
import type { TypeConditions } from './type-conditions.js';

/** An operation ready to run, for given values of its conditions. */
export interface Program {
  /** For a subscription: the fetch whose events start a run. */
  readonly source: FetchStep | undefined;
  /** What is to be fetched; for a subscription, after an event. */
  readonly step: Step | undefined;
  readonly project: Projection;
}

/** An operation planned for one supergraph, and its programs. */
export class CompiledOperation {
  /** How often it was run. */
  uses = 0;
  readonly #plan: QueryPlan;
  readonly #types: TypeConditions;
  readonly #definition: OperationDefinitionNode;
  readonly #conditions: ConditionVariables;
  readonly #programs = new BoundedMap<string, Program>(executionLimits.programsPerOperation);

  constructor(
    readonly operation: PreparedOperation,
    plan: QueryPlan,
    types: TypeConditions,
  ) {
    const definition = getOperationAST(operation.document, operation.operationName);
    if (!definition) throw new Error('The document has no such operation.');
    this.#plan = plan;
    this.#types = types;
    this.#definition = definition;
    this.#conditions = new ConditionVariables(operation.document, definition, plan);
  }

  /**
   * The program for these variables.
   * @throws ConditionError when a variable of `@include` or `@skip` is neither true nor false
   */
  programFor(variables: Readonly<Record<string, unknown>>): Program {
    const { key, values } = this.#conditions.read(variables);
    const known = this.#programs.get(key);
    if (known) return known;
    const { document, supergraph } = this.operation;
    const { source, rest } = partsOf(this.#plan);
    const program: Program = {
      source: source && compileFetch(source, [], values, this.#types),
      step: rest && compilePlan(rest, values, this.#types),
      project: compileProjection(
        new Selections(supergraph.apiSchema, document, values),
        this.#definition,
      ),
    };
    this.#programs.set(key, program);
    return program;
  }
}

function partsOf({ node }: QueryPlan): {
  source: Parameters<typeof compileFetch>[0] | undefined;
  rest: PlanNode | undefined;
} {
  if (node?.kind !== 'Subscription') return { source: undefined, rest: node };
  return { source: node.primary, rest: node.rest };
}
