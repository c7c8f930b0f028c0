import { composeServices } from '@apollo/composition';
import { Supergraph, type Schema } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { ActiveSupergraph, SubgraphResponse } from '../../src/ports.js';
import * as catalogue from './catalogue.js';
import * as people from './people.js';
import * as reviews from './reviews.js';
import * as stock from './stock.js';

const modules = { catalogue, people, reviews, stock };

/** The corpus: subgraphs in memory, composed. */
export interface World {
  readonly supergraph: ActiveSupergraph;
  /** The whole supergraph as graphql-js has it, and the API schema as Apollo has it: what the stock executor wants. */
  readonly supergraphSchema: GraphQLSchema;
  readonly apolloApiSchema: Schema;
  /** Runs an operation in one subgraph, with what JSON leaves of the answer. */
  ask(service: string, query: string, variables: object | undefined): Promise<SubgraphResponse>;
}

/** Composes the corpus. */
export function buildWorld(): World {
  const services = Object.entries(modules).map(([name, module]) => ({
    name,
    url: `http://${name}.test/graphql`,
    typeDefs: parse(module.typeDefs),
    schema: buildSubgraphSchema({
      typeDefs: parse(module.typeDefs),
      resolvers: module.resolvers,
    }),
  }));
  const composed = composeServices(services);
  if (composed.errors) throw new Error(composed.errors.map((error) => error.message).join('\n'));
  const supergraph = Supergraph.buildForTests(composed.supergraphSdl);
  const apolloApiSchema = supergraph.apiSchema();
  const documents = new Map<string, DocumentNode>();
  return {
    supergraph: {
      version: '1',
      supergraphSdl: composed.supergraphSdl,
      apiSchema: apolloApiSchema.toGraphQLJSSchema(),
      services: Object.keys(modules),
    },
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    apolloApiSchema,
    async ask(service, query, variables) {
      const found = services.find(({ name }) => name === service);
      if (!found) throw new Error(`No subgraph ${service}`);
      const document = documents.get(query) ?? parse(query);
      documents.set(query, document);
      const faults = validate(found.schema, document);
      if (faults.length > 0)
        throw new Error(`${service} was asked nonsense: ${faults.join(', ')}\n${query}`);
      const result = await execute({
        schema: found.schema,
        document,
        variableValues: { ...variables },
        rootValue: {},
      });
      return JSON.parse(JSON.stringify(result)) as SubgraphResponse;
    },
  };
}
