import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
  type Schema,
} from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { Kind, type DefinitionNode, type DocumentNode } from 'graphql';
import { TypeConditions } from './type-conditions.js';

/** Plans operations for one supergraph. Making it costs tenths of a second, planning milliseconds. */
export class SupergraphPlanner {
  readonly types: TypeConditions;
  readonly #apiSchema: Schema;
  readonly #planner: QueryPlanner;

  constructor(supergraphSdl: string) {
    const supergraph = Supergraph.build(supergraphSdl, {
      supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
      // Composition has validated it; what was not composed does not get here.
      validateSupergraph: false,
    });
    this.types = new TypeConditions(supergraph.schema);
    this.#apiSchema = supergraph.apiSchema();
    this.#planner = new QueryPlanner(supergraph);
  }

  /**
   * The plan of one operation of a valid document.
   * @throws when the operation does not fit the schema or the planner gives up
   */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan {
    const operation = operationFromDocument(this.#apiSchema, withoutName(document, operationName), {
      validate: false,
    });
    return this.#planner.buildQueryPlan(operation);
  }
}

/**
 * The document with the one operation in question, which loses its name: the planner numbers a named
 * operation's fetches (`Stay__parking__1`), and equal fetches would no longer be equal texts.
 */
function withoutName(document: DocumentNode, operationName: string | undefined): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.flatMap((definition): DefinitionNode[] => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [definition];
      if (operationName !== undefined && definition.name?.value !== operationName) return [];
      const { name: _name, ...anonymous } = definition;
      return [anonymous];
    }),
  };
}
