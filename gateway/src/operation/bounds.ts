import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationLimits } from '../limits.js';
import { limitExceeded, refusal } from './errors.js';
import { boundExpansion, fragmentsOf, type Fragments } from './expansion.js';

/**
 * Holds a parsed document to every limit that needs neither schema nor variables.
 * Works on expanded fragments; {@link boundExpansion} goes first and keeps that small.
 */
export function boundDocument(
  document: DocumentNode,
  limits: OperationLimits,
): GraphQLError | undefined {
  const fragments = fragmentsOf(document);
  if (fragments.size > limits.fragments) {
    return limitExceeded(
      'fragments',
      limits.fragments,
      `The document has more than ${limits.fragments} fragments.`,
    );
  }
  const tooMuch = boundExpansion(document, fragments, limits);
  if (tooMuch) return tooMuch;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const refused = new OperationBounds(definition, fragments, limits).check();
    if (refused) return refused;
  }
  return undefined;
}

/** A field of an expanded selection set, with the selections that led to it. */
interface Appearance {
  readonly field: FieldNode;
  readonly conditional: boolean;
}

class OperationBounds {
  #aliases = 0;
  #directives = 0;

  constructor(
    readonly operation: OperationDefinitionNode,
    readonly fragments: Fragments,
    readonly limits: OperationLimits,
  ) {}

  check(): GraphQLError | undefined {
    const { limits, operation } = this;
    this.#directives += operation.directives?.length ?? 0;
    const roots = this.#fieldsOf(operation.selectionSet);
    if (roots.length > limits.rootFields) {
      return limitExceeded(
        'rootFields',
        limits.rootFields,
        `The operation has more than ${limits.rootFields} root fields.`,
        operation,
      );
    }
    return (
      (operation.operation === OperationTypeNode.SUBSCRIPTION
        ? checkSubscriptionRoot(operation, roots)
        : undefined) ??
      this.#checkNames(roots) ??
      this.#checkDepths(roots)
    );
  }

  #checkDepths(roots: readonly Appearance[]): GraphQLError | undefined {
    const { limits } = this;
    for (const { field } of roots) {
      const introspects = field.name.value === '__schema' || field.name.value === '__type';
      const allowed = introspects ? limits.introspectionDepth : limits.depth;
      const refused = this.#descend(field, 1, allowed);
      if (refused) return refused;
    }
    const { operation } = this;
    if (this.#aliases > limits.aliases) {
      const message = `The operation has more than ${limits.aliases} aliases.`;
      return limitExceeded('aliases', limits.aliases, message, operation);
    }
    if (this.#directives > limits.directives) {
      const message = `The operation has more than ${limits.directives} directives.`;
      return limitExceeded('directives', limits.directives, message, operation);
    }
    return undefined;
  }

  #descend(field: FieldNode, depth: number, allowed: number): GraphQLError | undefined {
    if (depth > allowed) {
      const message = `The operation is more than ${allowed} fields deep.`;
      return limitExceeded('depth', allowed, message, field);
    }
    if (field.alias) this.#aliases += 1;
    if (!field.selectionSet) return undefined;
    const inner = this.#fieldsOf(field.selectionSet);
    const refused = this.#checkNames(inner);
    if (refused) return refused;
    for (const { field: child } of inner) {
      const below = this.#descend(child, depth + 1, allowed);
      if (below) return below;
    }
    return undefined;
  }

  /** Validation compares all fields of one response name with each other. */
  #checkNames(fields: readonly Appearance[]): GraphQLError | undefined {
    const allowed = this.limits.sameNameSelections;
    if (fields.length <= allowed) return undefined;
    const seen = new Map<string, number>();
    for (const { field } of fields) {
      const name = (field.alias ?? field.name).value;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      if (times > allowed) {
        const message = `"${name}" is selected more than ${allowed} times in one place.`;
        return limitExceeded('sameNameSelections', allowed, message, field);
      }
    }
    return undefined;
  }

  /** The fields of a selection set, its fragments expanded; counts directives on the way. */
  #fieldsOf(set: SelectionSetNode): Appearance[] {
    const found: Appearance[] = [];
    const collect = (selection: SelectionNode, within: boolean): void => {
      this.#directives += selection.directives?.length ?? 0;
      const conditional = within || isConditional(selection);
      if (selection.kind === Kind.FIELD) {
        found.push({ field: selection, conditional });
        return;
      }
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection.selectionSet
          : this.fragments.get(selection.name.value)?.selectionSet;
      for (const one of inner?.selections ?? []) collect(one, conditional);
    };
    for (const selection of set.selections) collect(selection, false);
    return found;
  }
}

const isConditional = (selection: SelectionNode): boolean =>
  selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include') ===
  true;

/** One source of events a subscription, known before any variable is: the planner needs it so. */
function checkSubscriptionRoot(
  operation: OperationDefinitionNode,
  roots: readonly Appearance[],
): GraphQLError | undefined {
  if (roots.length !== 1) {
    const message = 'A subscription must select exactly one root field.';
    return refusal('GRAPHQL_VALIDATION_FAILED', message, operation);
  }
  if (roots[0]?.conditional === true) {
    const message = 'The root field of a subscription must not have @skip or @include.';
    return refusal('GRAPHQL_VALIDATION_FAILED', message, roots[0].field);
  }
  return undefined;
}
