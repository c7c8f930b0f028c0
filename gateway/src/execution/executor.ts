import type { Logger } from '@voltpark/kit/log';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type { GraphQLFormattedError } from 'graphql';
import type {
  ActiveSupergraph,
  Executor,
  PreparedOperation,
  SerialisedResult,
  SubgraphResponse,
  SubgraphTransport,
} from '../ports.js';
import type { Program } from './compiled-operation.js';
import { ConditionError } from './conditions.js';
import { ErrorCollector } from './errors.js';
import { OperationCache } from './operation-cache.js';
import type { ProjectionRun } from './projection.js';
import { runStep, takeEvent, usedVariables, type Run } from './run.js';

type Variables = Readonly<Record<string, unknown>>;

/** The executor, and what a reload does with it. */
export interface PlanExecutor extends Executor {
  /**
   * Call before `next` comes into force: builds its planner and plans the most used operations for it.
   * @param prepare makes an operation of the old supergraph one of the new; undefined when it does not fit
   */
  prewarm(
    next: ActiveSupergraph,
    prepare: (used: PreparedOperation) => PreparedOperation | undefined,
  ): Promise<void>;
}

/**
 * Makes the one executor of query plans. It never rejects: what fails is in the result's `errors`, with its
 * place in the client's answer and a code; what nobody expected is in the log.
 */
export function createExecutor(options: {
  readonly transport: SubgraphTransport;
  readonly log: Logger;
}): PlanExecutor {
  return new CompilingExecutor(options.transport, options.log);
}

class CompilingExecutor implements PlanExecutor {
  readonly #cache = new OperationCache();
  readonly #transport: SubgraphTransport;
  readonly #log: Logger;

  constructor(transport: SubgraphTransport, log: Logger) {
    this.#transport = transport;
    this.#log = log;
  }

  execute(
    operation: PreparedOperation,
    variables: Variables,
    request: SubgraphRequest,
  ): Promise<SerialisedResult> {
    return this.#run(operation, variables, request, undefined);
  }

  executeEvent(
    operation: PreparedOperation,
    variables: Variables,
    event: SubgraphResponse,
    request: SubgraphRequest,
  ): Promise<SerialisedResult> {
    return this.#run(operation, variables, request, event);
  }

  subscriptionSource(
    operation: PreparedOperation,
    variables: Variables,
  ): ReturnType<Executor['subscriptionSource']> {
    const { source } = this.#cache.compiled(operation).programFor(variables);
    if (!source) throw new Error('Only a subscription has a source.');
    return {
      service: source.service,
      call: {
        kind: 'subscription',
        query: source.query,
        variables: usedVariables(source, variables),
        ...(source.operationName !== undefined && { operationName: source.operationName }),
      },
    };
  }

  async prewarm(
    next: ActiveSupergraph,
    prepare: (used: PreparedOperation) => PreparedOperation | undefined,
  ): Promise<void> {
    const planned = await this.#cache.prewarm(next, (used) => {
      try {
        return prepare(used);
      } catch (error) {
        this.#log.warn({ err: error }, 'an operation does not fit the new supergraph');
        return undefined;
      }
    });
    this.#log.info({ version: next.version, planned }, 'operations planned for the new supergraph');
  }

  async #run(
    operation: PreparedOperation,
    variables: Variables,
    request: SubgraphRequest,
    event: SubgraphResponse | undefined,
  ): Promise<SerialisedResult> {
    try {
      const compiled = this.#cache.compiled(operation);
      compiled.uses += 1;
      const program = compiled.programFor(variables);
      const run: Run = {
        data: {},
        errors: new ErrorCollector(),
        variables,
        request,
        transport: this.#transport,
      };
      begin(program, event, run);
      if (program.step) await runStep(program.step, run);
      for (const fault of run.errors.faults) this.#report(fault, request);
      return finish(program, run);
    } catch (error) {
      if (error instanceof ConditionError) return refused(error);
      this.#report(error, request);
      return failed(request);
    }
  }

  #report(error: unknown, request: SubgraphRequest): void {
    this.#log.error(
      { err: error, correlationId: request.correlationId },
      'an operation could not be executed as planned',
    );
  }
}

function begin(program: Program, event: SubgraphResponse | undefined, run: Run): void {
  if ((program.source === undefined) !== (event === undefined)) {
    throw new Error('A subscription runs on events, everything else without.');
  }
  if (program.source && event) takeEvent(event, program.source, run);
}

function finish(program: Program, run: Run): SerialisedResult {
  const projection: ProjectionRun = { variables: run.variables, path: [], errors: [] };
  const dataJson = program.project(run.data, projection);
  const { errors } = run.errors;
  const unexplained = projection.errors.filter((error) => !errors.some(explains(error)));
  for (const error of unexplained) run.errors.add(error);
  return { dataJson, errors };
}

/** A missing value is explained by an error that concerns the same place, what holds it, or what it holds. */
function explains(missing: GraphQLFormattedError): (error: GraphQLFormattedError) => boolean {
  const place = missing.path ?? [];
  return ({ path = [] }) => {
    const shared = Math.min(path.length, place.length);
    for (let index = 0; index < shared; index++) if (path[index] !== place[index]) return false;
    return true;
  };
}

function refused(error: ConditionError): SerialisedResult {
  return {
    dataJson: undefined,
    errors: [{ message: error.message, extensions: { code: 'BAD_USER_INPUT' } }],
  };
}

function failed(request: SubgraphRequest): SerialisedResult {
  const { correlationId } = request;
  return {
    dataJson: undefined,
    errors: [
      {
        message: 'Something went wrong on our side.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
      },
    ],
  };
}
