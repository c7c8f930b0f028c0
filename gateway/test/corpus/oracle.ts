import { buildOperationContext, executeQueryPlan } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { SubgraphResponse } from '../../src/ports.js';
import type { World } from './world.js';

/** Answers, or fails, for one subgraph. */
export type Ask = (
  service: string,
  query: string,
  variables: object | undefined,
) => Promise<SubgraphResponse>;

/** What the stock executor made of a plan. */
export interface OracleResult {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
  /** Values that did not fit the schema; stock tells them apart from errors, and only when there are none. */
  readonly completion: readonly GraphQLFormattedError[];
}

/** Runs a plan by the stock `executeQueryPlan` of @apollo/gateway. */
export async function runOracle(
  world: World,
  plan: QueryPlan,
  document: DocumentNode,
  variables: Record<string, unknown>,
  ask: Ask,
): Promise<OracleResult> {
  const services = Object.fromEntries(
    world.supergraph.services.map((service) => [
      service,
      {
        process: ({ request }: { request: { query: string; variables?: object } }) =>
          ask(service, request.query, request.variables),
      },
    ]),
  );
  const requestContext = { request: { variables }, metrics: {}, context: {}, logger: console };
  const result = await executeQueryPlan(
    plan,
    services as never,
    requestContext as never,
    buildOperationContext({
      schema: world.supergraph.apiSchema,
      operationDocument: document,
    }),
    world.supergraphSchema,
    world.apolloApiSchema,
  );
  const completion = result.extensions?.['valueCompletion'] as GraphQLError[] | undefined;
  return {
    data: (JSON.parse(JSON.stringify(result.data ?? null)) as unknown) ?? null,
    errors: (result.errors ?? []).map(plain),
    completion: (completion ?? []).map(plain),
  };
}

/** What JSON would leave of an error, or of whatever else was thrown while fetching. */
function plain({ message, path, extensions }: GraphQLError): GraphQLFormattedError {
  return { message, ...(path && { path }), ...(extensions && { extensions }) };
}
