import {
  isAbstractType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded, type Conditions } from './conditions.js';

/** A field of the answer with everything that the operation selects under this name. */
export interface CollectedField {
  /** The name in the answer: the alias, if there is one. */
  readonly responseName: string;
  readonly name: string;
  readonly selectionSets: readonly SelectionSetNode[];
  /** As written, for what is passed on to graphql-js. */
  readonly nodes: readonly FieldNode[];
}

type FoundFields = Map<string, [FieldNode, ...FieldNode[]]>;

/** Reads selections of one document, its conditions decided. */
export class Selections {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly conditions: Conditions,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.#fragments.set(definition.name.value, definition);
      }
    }
  }

  get fragments(): Iterable<FragmentDefinitionNode> {
    return this.#fragments.values();
  }

  /**
   * The fields that selection sets give an object of the type, in the order of their first mention, as
   * CollectFields of the GraphQL specification has it.
   */
  fieldsOf(
    type: GraphQLCompositeType,
    selectionSets: readonly SelectionSetNode[],
  ): CollectedField[] {
    const found: FoundFields = new Map();
    const seen = new Set<string>();
    for (const selectionSet of selectionSets) this.#collect(type, selectionSet, found, seen);
    return [...found].map(([responseName, nodes]) => ({
      responseName,
      name: nodes[0].name.value,
      selectionSets: nodes.flatMap((node) => node.selectionSet ?? []),
      nodes,
    }));
  }

  #collect(
    type: GraphQLCompositeType,
    selectionSet: SelectionSetNode,
    found: FoundFields,
    seen: Set<string>,
  ): void {
    for (const selection of selectionSet.selections) {
      if (!isIncluded(selection.directives, this.conditions)) continue;
      if (selection.kind === Kind.FIELD) {
        const responseName = (selection.alias ?? selection.name).value;
        const nodes = found.get(responseName);
        if (nodes) nodes.push(selection);
        else found.set(responseName, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        if (condition === undefined || this.#holds(type, condition)) {
          this.#collect(type, selection.selectionSet, found, seen);
        }
      } else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value);
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment && this.#holds(type, fragment.typeCondition.name.value)) {
          this.#collect(type, fragment.selectionSet, found, seen);
        }
      }
    }
  }

  #holds(type: GraphQLCompositeType, condition: string): boolean {
    if (type.name === condition) return true;
    const wanted = this.schema.getType(condition);
    return (
      wanted !== undefined &&
      isAbstractType(wanted) &&
      'getFields' in type &&
      this.schema.isSubType(wanted, type)
    );
  }
}
