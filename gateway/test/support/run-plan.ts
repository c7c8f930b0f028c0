import { OperationTypeNode } from 'graphql';
import { anonymous } from '@voltpark/contracts';
import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { ErrorCollector } from '../../src/execution/errors.js';
import { compilePlan } from '../../src/execution/compile-plan.js';
import type { JsonObject } from '../../src/execution/json.js';
import { runStep } from '../../src/execution/run.js';
import type { TypeConditions } from '../../src/execution/type-conditions.js';
import type { SubgraphCall, SubgraphResponse } from '../../src/ports.js';

/** One question that a subgraph was asked, its representations parsed. */
export interface Asked {
  readonly service: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly representations: readonly JsonObject[] | undefined;
}

/** Answers a subgraph's question. */
export type Answer = (asked: Asked) => SubgraphResponse | Promise<SubgraphResponse>;

/** Types for plans written by hand: `Book` and `Gadget` are `Product`s. */
export const types: Pick<TypeConditions, 'holds' | 'isConcrete'> = {
  holds: (typename, condition) => typename === condition || condition === 'Product',
  isConcrete: (typename) => typename !== 'Product',
};

/** A fetch of root fields. */
export function fetchOf(
  serviceName: string,
  operation: string,
  more: Partial<FetchNode> = {},
): FetchNode {
  return {
    kind: 'Fetch',
    serviceName,
    operation,
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    variableUsages: [],
    ...more,
  };
}

/** A fetch of entities of one type by their `id`, at a path. */
export function entitiesAt(
  path: (string | number)[],
  serviceName: string,
  more: Partial<FetchNode> = {},
  typeCondition = 'Book',
): PlanNode {
  const requires: FetchNode['requires'] = [
    {
      kind: 'InlineFragment',
      typeCondition,
      selections: [
        { kind: 'Field', name: '__typename' },
        { kind: 'Field', name: 'id' },
      ],
    },
  ];
  return {
    kind: 'Flatten',
    path,
    node: fetchOf(serviceName, '{ _entities(representations: $r) { x } }', { requires, ...more }),
  };
}

/** Compiles and runs a plan written by hand. */
export async function runPlan(
  node: PlanNode,
  answer: Answer,
  options: {
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly conditions?: Readonly<Record<string, boolean>>;
    readonly data?: JsonObject;
  } = {},
) {
  const asked: Asked[] = [];
  const errors = new ErrorCollector();
  const data = options.data ?? {};
  const conditions = new Map(Object.entries(options.conditions ?? {}));
  const step = compilePlan(node, conditions, types as TypeConditions);
  const transport = {
    execute: async (service: string, call: SubgraphCall) => {
      const { query, variables, representationsJson } = call;
      const question: Asked = {
        service,
        query,
        variables,
        representations:
          representationsJson === undefined
            ? undefined
            : (JSON.parse(representationsJson) as JsonObject[]),
      };
      asked.push(question);
      return answer(question);
    },
    subscribe: () => {
      throw new Error('not here');
    },
    close: () => Promise.resolve(),
  };
  const request = { actor: anonymous, correlationId: 'c', deadline: Date.now() + 1_000 };
  if (step) {
    await runStep(step, { data, errors, variables: options.variables ?? {}, request, transport });
  }
  return { data, errors: errors.errors, faults: errors.faults, asked };
}

/** References to books by their ids. */
export const books = (...ids: (string | null)[]): (JsonObject | null)[] =>
  ids.map((id) => (id === null ? null : { __typename: 'Book', id }));

/** Answers every representation with a title made of its id. */
export const titles = ({ representations = [] }: Asked) => ({
  data: { _entities: representations.map(({ id }) => ({ title: `title of ${String(id)}` })) },
});
