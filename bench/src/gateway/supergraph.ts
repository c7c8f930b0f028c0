import { composeServices } from '@apollo/composition';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type PlanNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import { schemas } from './schemas.js';

/** Composes the contexts of the benchmark, which all are at `url`, by path. */
export function composeBenchmark(url: string): string {
  const composed = composeServices(
    Object.entries(schemas).map(([name, sdl]) => ({
      name,
      url: subgraphUrl(url, name),
      typeDefs: parse(sdl),
    })),
  );
  if (composed.errors) throw new Error(composed.errors.map((error) => error.message).join('\n'));
  return composed.supergraphSdl;
}

/** Where one context answers. */
export function subgraphUrl(url: string, name: string): string {
  return new URL(`/${name}`, url).href;
}

/** How many requests to subgraphs Apollo's planner plans for a question. */
export function plannedFetches(supergraphSdl: string, query: string): number {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const operation = operationFromDocument(supergraph.apiSchema(), parse(query));
  const { node } = new QueryPlanner(supergraph).buildQueryPlan(operation);
  return node && node.kind !== 'Subscription' ? countFetches(node) : 0;
}

function countFetches(node: PlanNode): number {
  switch (node.kind) {
    case 'Fetch':
      return 1;
    case 'Flatten':
      return countFetches(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.reduce((sum, child) => sum + countFetches(child), 0);
    case 'Condition':
    case 'Defer':
    default:
      return 0;
  }
}
