import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type SelectionSetNode,
} from 'graphql';
import type { OperationLimits } from '../limits.js';
import { limitExceeded, refusal } from './errors.js';

/** Fragments by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The document's fragments; of two with one name the first, as validation refuses the document anyway. */
export function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && !fragments.has(definition.name.value))
      fragments.set(definition.name.value, definition);
  }
  return fragments;
}

/**
 * Refuses a document whose fragments expand to too much, in time linear to its text: every fragment is
 * counted once, however often it is spread. Has to come before everything that walks expanded selections
 * (the other limits, validation's pairwise rules, the planner): there, 700 bytes of nested fragments would
 * be seconds of work.
 */
export function boundExpansion(
  document: DocumentNode,
  fragments: Fragments,
  limits: OperationLimits,
): GraphQLError | undefined {
  const counts = new Map<FragmentDefinitionNode, number>();
  const open = new Set<FragmentDefinitionNode>();
  let cycle: FragmentDefinitionNode | undefined;

  const countFragment = (fragment: FragmentDefinitionNode): number => {
    const known = counts.get(fragment);
    if (known !== undefined) return known;
    if (open.has(fragment)) {
      cycle = fragment;
      return 0;
    }
    open.add(fragment);
    const counted = count(fragment.selectionSet);
    open.delete(fragment);
    counts.set(fragment, counted);
    return counted;
  };
  const count = (set: SelectionSetNode): number => {
    let sum = 0;
    for (const selection of set.selections) {
      sum += 1;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment) sum += countFragment(fragment);
      } else if (selection.selectionSet) sum += count(selection.selectionSet);
    }
    // Doubling sixty-four times is exact in a double; more fragments than that do not get here.
    return sum;
  };

  let total = 0;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) total += count(definition.selectionSet);
    // Fragments that nothing spreads are validated as well.
    if (definition.kind === Kind.FRAGMENT_DEFINITION) countFragment(definition);
    if (cycle) {
      return refusal(
        'GRAPHQL_VALIDATION_FAILED',
        `Cannot spread fragment "${cycle.name.value}" within itself.`,
        cycle,
      );
    }
  }
  const largest = Math.max(total, ...counts.values());
  if (largest <= limits.expandedSelections) return undefined;
  return limitExceeded(
    'expandedSelections',
    limits.expandedSelections,
    `The operation selects more than ${limits.expandedSelections} fields with its fragments expanded.`,
  );
}
