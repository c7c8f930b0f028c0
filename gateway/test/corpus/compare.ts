import {
  getOperationAST,
  getVariableValues,
  parse,
  validate,
  type GraphQLFormattedError,
} from 'graphql';
import { createExecutor } from '../../src/execution/index.js';
import { isJsonObject } from '../../src/execution/json.js';
import { SupergraphPlanner } from '../../src/execution/planner.js';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  SubgraphUnavailable,
  type PreparedOperation,
  type SubgraphTransport,
} from '../../src/ports.js';
import { runOracle, type Ask } from './oracle.js';
import type { World } from './world.js';
import { anonymous } from '@voltpark/contracts';
import { createLogger } from '@voltpark/kit/log';

/** One operation of the corpus. */
export interface Case {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  /** Subgraphs that do not answer. */
  readonly down?: readonly string[];
  /**
   * Stock counts entities at a path, but subgraphs number the representations sent; where some entity is not
   * asked for, its indices in error paths are off. They are then not compared; a unit spec holds ours.
   */
  readonly stockIndexIsOff?: boolean;
}

/** A result made comparable. */
export interface Comparable {
  readonly data: unknown;
  readonly errors: readonly string[];
}

/**
 * The normalisation of errors, the same for both sides. What is kept: message, path and code of each, in any
 * order. What is not compared, and why:
 * - `extensions` besides the code: stock adds the service's name under another key;
 * - the `@` and `_entities` at which stock's path stops when it cannot be told in the client's terms: cut off;
 * - the aliases that the planner invents (`name__alias_0`): stock lets clients see them, ours does not;
 * - where stock gives no path ours may name the fields concerned;
 * - a subgraph that does not answer: stock tells it once a fetch and in the words of the transport, ours once
 *   a place; compared is which subgraphs did not answer;
 * - values that do not fit the schema: stock puts them into `extensions.valueCompletion` and only when nothing
 *   else failed, ours are errors; compared is where they are, when nothing else failed;
 * - an object of which neither the answer nor the schema says what it is becomes null on both sides, but only
 *   ours says so.
 */
export class Differential {
  readonly #planner: SupergraphPlanner;
  readonly kinds = new Set<string>();

  constructor(readonly world: World) {
    this.#planner = new SupergraphPlanner(world.supergraph.supergraphSdl);
  }

  /** False where Apollo's planner itself fails on a valid operation, as it does on some odd nested fragments. */
  canBePlanned(query: string): boolean {
    try {
      this.#planner.plan(parse(query), undefined);
      return true;
    } catch {
      return false;
    }
  }

  /** Runs a case both ways. */
  async run(given: Case): Promise<{ ours: Comparable; stock: Comparable; text: string }> {
    const { world } = this;
    const document = parse(given.query);
    const faults = validate(world.supergraph.apiSchema, document);
    if (faults.length > 0)
      throw new Error(`Not a valid case: ${faults.join('\n')}\n${given.query}`);
    const definition = getOperationAST(document);
    if (!definition) throw new Error('One operation a case');
    const { coerced = {} } = getVariableValues(
      world.supergraph.apiSchema,
      definition.variableDefinitions ?? [],
      given.variables ?? {},
    );
    const plan = this.#planner.plan(document, undefined);
    collectKinds(plan.node, this.kinds);
    const ask: Ask = async (service, query, variables) => {
      if (given.down?.includes(service)) throw new SubgraphUnavailable(service, 'UNREACHABLE');
      return world.ask(service, query, variables);
    };
    const operation: PreparedOperation = {
      key: given.query,
      kind: definition.operation,
      document,
      operationName: undefined,
      access: { isPublic: true, scopes: [] },
      supergraph: world.supergraph,
    };
    const request = { actor: anonymous, correlationId: 'c', deadline: Date.now() + 5_000 };
    const executor = createExecutor({
      transport: transportOver(ask),
      log: createLogger('spec', 'silent'),
    });
    // One after the other: mutations of the corpus leave traces that the next question may read.
    const oracle = await runOracle(world, plan, document, coerced, withoutInterfaceNames(ask));
    const result = await executor.execute(operation, coerced, request);
    const hasErrors = oracle.errors.length > 0;
    const text = result.dataJson ?? 'undefined';
    return {
      text,
      ours: {
        data: JSON.parse(text) as unknown,
        errors: comparable(
          hasErrors ? result.errors.filter((error) => !isCompletion(error)) : result.errors,
          oracle.errors,
          given,
        ),
      },
      stock: {
        data: oracle.data,
        errors: comparable(hasErrors ? oracle.errors : oracle.completion, oracle.errors, given),
      },
    };
  }
}

/**
 * Stock lets the typename of an interface object (`Product`) replace the concrete one that is known already,
 * and then has no answer to `__typename`. It gets the corpus's answers without it.
 */
function withoutInterfaceNames(ask: Ask): Ask {
  return async (service, query, variables) => {
    const response = await ask(service, query, variables);
    const entities = response.data?.['_entities'];
    for (const entity of Array.isArray(entities) ? (entities as unknown[]) : []) {
      if (isJsonObject(entity) && entity['__typename'] === 'Product') delete entity['__typename'];
    }
    return response;
  };
}

/** A transport that asks the corpus. */
export function transportOver(ask: Ask): SubgraphTransport {
  return {
    execute: (service, { query, variables, representationsJson }) =>
      ask(service, query, {
        ...variables,
        ...(representationsJson !== undefined && {
          representations: JSON.parse(representationsJson) as unknown,
        }),
      }),
    subscribe: () => {
      throw new Error('The corpus does not subscribe.');
    },
    close: async () => undefined,
  };
}

function isCompletion(error: GraphQLFormattedError): boolean {
  return error.extensions?.['code'] === 'INVALID_SUBGRAPH_RESPONSE';
}

function comparable(
  errors: readonly GraphQLFormattedError[],
  stockErrors: readonly GraphQLFormattedError[],
  { stockIndexIsOff = false }: Case,
): string[] {
  const pathless = new Set(
    stockErrors.filter(({ path }) => path === undefined).map(({ message }) => message),
  );
  const told = errors.filter(({ message }) => message !== 'The type of an object is unknown.');
  const texts = told.map((error) => {
    const down = /part "(\w+)" of the system does not answer|subgraph "(\w+)" did not answer/.exec(
      error.message,
    );
    if (down) return `down: ${down[1] ?? down[2]}`;
    const code = String(error.extensions?.['code']);
    const path = (pathless.has(error.message) ? [] : comparablePath(error.path ?? [])).map(
      (name) => (stockIndexIsOff && typeof name === 'number' ? '#' : name),
    );
    if (code === 'INVALID_SUBGRAPH_RESPONSE' || code === 'INVALID_GRAPHQL') {
      return `unfit at ${path.join('.')}`;
    }
    return `${code} ${error.message} at ${path.join('.')}`;
  });
  return texts
    .filter((text, index) => !text.startsWith('down') || texts.indexOf(text) === index)
    .sort();
}

function comparablePath(path: readonly (string | number)[]): (string | number)[] {
  const end = path.findIndex((name) => name === '@' || name === '_entities');
  return path
    .slice(0, end < 0 ? undefined : end)
    .map((name) => (typeof name === 'string' ? name.replace(/__alias_\d+$/, '') : name));
}

function collectKinds(node: QueryPlan['node'], kinds: Set<string>): void {
  if (!node) {
    kinds.add('Nothing');
    return;
  }
  kinds.add(node.kind);
  const children: (PlanNode | undefined)[] = [];
  if ('nodes' in node) children.push(...node.nodes);
  if (node.kind === 'Flatten') children.push(node.node);
  if (node.kind === 'Condition') {
    if (node.ifClause) kinds.add('Condition: if');
    if (node.elseClause) kinds.add('Condition: else');
    children.push(node.ifClause, node.elseClause);
  }
  if (node.kind === 'Subscription') children.push(node.primary, node.rest);
  if (node.kind === 'Fetch') {
    if (node.requires) kinds.add('Fetch: entities');
    for (const rewrite of node.inputRewrites ?? []) kinds.add(`input ${rewrite.kind}`);
    for (const rewrite of node.outputRewrites ?? []) kinds.add(`output ${rewrite.kind}`);
  }
  for (const child of children) if (child) collectKinds(child, kinds);
}
