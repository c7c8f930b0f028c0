import { unreachable } from '@voltpark/kit/decision';
import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { parallel, sequence } from './coalesce.js';
import { isIncluded, type Conditions } from './conditions.js';
import type { FetchStep, FetchTarget, Step } from './program.js';
import { Representations } from './representation.js';
import { ResponsePath } from './response-path.js';
import { compileRewrites, renamedKeys } from './rewrites.js';
import type { TypeConditions } from './type-conditions.js';

type PlanPath = readonly (string | number)[];

/**
 * Compiles a plan, for given values of its conditions, into steps. Returns undefined when nothing is to be
 * fetched.
 * @throws for what the planner is not asked to do here: `@defer` and `@fromContext`
 */
export function compilePlan(
  node: PlanNode,
  conditions: Conditions,
  types: TypeConditions,
): Step | undefined {
  return compileNode(node, [], conditions, types);
}

function compileNode(
  node: PlanNode,
  path: PlanPath,
  conditions: Conditions,
  types: TypeConditions,
): Step | undefined {
  const compile = (child: PlanNode): Step | undefined =>
    compileNode(child, path, conditions, types);
  switch (node.kind) {
    case 'Sequence':
      return sequence(node.nodes.map(compile));
    case 'Parallel':
      return parallel(node.nodes.map(compile));
    case 'Flatten':
      return compileNode(node.node, [...path, ...node.path], conditions, types);
    case 'Condition': {
      const chosen = conditions.get(node.condition) ? node.ifClause : node.elseClause;
      return chosen && compile(chosen);
    }
    case 'Fetch':
      return compileFetch(node, path, conditions, types);
    case 'Defer':
      throw new Error('Plans with @defer are not executed.');
    default:
      return unreachable(node);
  }
}

/** Compiles one fetch for the place `path` of the answer. */
export function compileFetch(
  node: FetchNode,
  path: PlanPath,
  conditions: Conditions,
  types: TypeConditions,
): FetchStep {
  if (node.contextRewrites && node.contextRewrites.length > 0) {
    throw new Error('Plans with @fromContext are not executed.');
  }
  const target: FetchTarget = {
    path: new ResponsePath(path),
    representation: node.requires && new Representations(node.requires, node.inputRewrites, types),
    rewriteOutput: compileRewrites(node.outputRewrites, types),
    renamedKeys: renamedKeys(node.outputRewrites),
    rootNames: node.requires ? [] : rootNames(node.operation, conditions),
  };
  return {
    kind: 'fetch',
    service: node.serviceName,
    operation: node.operationKind,
    query: node.operation,
    operationName: node.operationName,
    variableNames: node.variableUsages ?? [],
    isEntityFetch: node.requires !== undefined,
    targets: [target],
  };
}

/** The names that a fetch of root fields gives its results. */
function rootNames(operation: string, conditions: Conditions): string[] {
  const document = parse(operation, { noLocation: true });
  const fragments = new Map<string, SelectionSetNode>();
  const names = new Set<string>();
  const collect = (selectionSet: SelectionSetNode | undefined): void => {
    for (const selection of selectionSet?.selections ?? []) {
      if (!isIncluded(selection.directives, conditions)) continue;
      if (selection.kind === Kind.FIELD) names.add((selection.alias ?? selection.name).value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else collect(fragments.get(selection.name.value));
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition.selectionSet);
    }
  }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet);
  }
  return [...names];
}
