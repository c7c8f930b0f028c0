import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActiveSupergraph, PreparedOperation } from '../ports.js';
import { BoundedMap } from '@voltpark/kit/bounded-map';
import { CompiledOperation } from './compiled-operation.js';
import { executionLimits } from './limits.js';
import { SupergraphPlanner } from './planner.js';

interface Supergraph {
  readonly planner: SupergraphPlanner;
  readonly operations: BoundedMap<string, CompiledOperation>;
}

/** Planned operations of every supergraph that is still in use. A supergraph that nobody holds is forgotten. */
export class OperationCache {
  readonly #supergraphs = new WeakMap<ActiveSupergraph, Supergraph>();
  /** The one that operations came for last: where the most used ones are found. */
  #current: Supergraph | undefined;

  /**
   * The operation, planned now if it was not before.
   * @throws what the planner throws
   */
  compiled(operation: PreparedOperation): CompiledOperation {
    const supergraph = this.#supergraph(operation.supergraph);
    this.#current = supergraph;
    return compiledIn(supergraph, operation);
  }

  /**
   * Plans the most used operations for a supergraph that is about to come into force, most used first, giving
   * way to other work after each. An operation that does not fit the new schema any more is left out.
   * @param prepare makes an operation of the old supergraph one of the new
   */
  async prewarm(
    next: ActiveSupergraph,
    prepare: (used: PreparedOperation) => PreparedOperation | undefined,
  ): Promise<number> {
    const used = [...(this.#current?.operations.values() ?? [])]
      .sort((one, other) => other.uses - one.uses)
      .slice(0, executionLimits.prewarmedOperations);
    const supergraph = this.#supergraph(next);
    let planned = 0;
    for (const { operation } of used) {
      await nextTurn();
      const prepared = prepare(operation);
      if (!prepared) continue;
      compiledIn(supergraph, prepared);
      planned += 1;
    }
    return planned;
  }

  #supergraph(active: ActiveSupergraph): Supergraph {
    const known = this.#supergraphs.get(active);
    if (known) return known;
    const supergraph = {
      planner: new SupergraphPlanner(active.supergraphSdl),
      operations: new BoundedMap<string, CompiledOperation>(executionLimits.compiledOperations),
    };
    this.#supergraphs.set(active, supergraph);
    return supergraph;
  }
}

function compiledIn(supergraph: Supergraph, operation: PreparedOperation): CompiledOperation {
  const known = supergraph.operations.get(operation.key);
  if (known) return known;
  const { planner } = supergraph;
  const plan = planner.plan(operation.document, operation.operationName);
  const compiled = new CompiledOperation(operation, plan, planner.types);
  supergraph.operations.set(operation.key, compiled);
  return compiled;
}
