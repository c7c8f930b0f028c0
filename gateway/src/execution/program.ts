import type { Representations } from './representation.js';
import type { ResponsePath } from './response-path.js';
import type { Rewrite } from './rewrites.js';

/** A plan made ready to run: conditions decided, paths, representations and rewrites compiled. */
export type Step = SequenceStep | ParallelStep | FetchStep;

/** One after the other: each needs what those before it brought. */
export interface SequenceStep {
  readonly kind: 'sequence';
  readonly steps: readonly Step[];
}

/** All at once. */
export interface ParallelStep {
  readonly kind: 'parallel';
  readonly steps: readonly Step[];
}

/** One request to one subgraph, for one or several places of the answer. */
export interface FetchStep {
  readonly kind: 'fetch';
  readonly service: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  /** Always the same string object, so that a transport can keep what it derives from it. */
  readonly query: string;
  readonly operationName: string | undefined;
  /** The client's variables that the operation uses. */
  readonly variableNames: readonly string[];
  /** True for `_entities`: every target then has a representation. */
  readonly isEntityFetch: boolean;
  /** Where it is for. More than one when equal fetches of a parallel were joined. */
  readonly targets: readonly [FetchTarget, ...FetchTarget[]];
}

/** One place of the answer that a fetch fills. */
export interface FetchTarget {
  readonly path: ResponsePath;
  readonly representation: Representations | undefined;
  readonly rewriteOutput: Rewrite | undefined;
  /** Keys of the subgraph's answer that have another name in the client's. */
  readonly renamedKeys: ReadonlyMap<string, string> | undefined;
  /** For a fetch of root fields: their names in the answer. They are what fails when it fails. */
  readonly rootNames: readonly string[];
}
