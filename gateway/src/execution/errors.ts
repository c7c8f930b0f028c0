import type { GraphQLFormattedError } from 'graphql';
import { SubgraphUnavailable } from '../ports.js';
import type { EntityBatch } from './entity-batch.js';
import type { JsonObject } from './json.js';
import { executionLimits } from './limits.js';
import type { FetchStep, FetchTarget } from './program.js';
import type { ClientPath } from './response-path.js';

type Path = readonly (string | number)[];

/** Extensions of a subgraph's error that are no business of a client, or would steer our own HTTP answer. */
const withheld: ReadonlySet<string> = new Set([
  'stacktrace',
  'exception',
  'http',
  'serviceName',
  'originalError',
]);

/** Collects the errors of one run and says where in the client's answer each belongs. */
export class ErrorCollector {
  readonly errors: GraphQLFormattedError[] = [];

  /** What nobody expected: for the log, not for clients. */
  readonly faults: unknown[] = [];

  add(error: GraphQLFormattedError): void {
    if (this.errors.length < executionLimits.errorsPerResult) this.errors.push(error);
  }

  /** Errors of a fetch of root fields. */
  fromRoot(
    errors: readonly GraphQLFormattedError[],
    service: string,
    target: FetchTarget,
    data: JsonObject,
  ): void {
    const base = target.path.isRoot ? [] : (target.path.locate(data)[0]?.[1] ?? target.path.prefix);
    for (const error of errors) {
      const path = error.path && [...base, ...renamed(error.path, target)];
      this.add(formatted(error, service, path ?? concernedPath(target)));
    }
  }

  /**
   * Errors of an entity fetch. A path `_entities, i, …` means the objects that wait for the representation
   * `i`, one error for each; any other path, or none, means the whole fetch.
   */
  fromEntities(
    errors: readonly GraphQLFormattedError[],
    step: FetchStep,
    batch: EntityBatch,
    offset: number,
    data: JsonObject,
  ): void {
    const located = new Map<FetchTarget, Places>();
    const placesOf = (target: FetchTarget): Places => {
      const known = located.get(target) ?? placesIn(target, data);
      located.set(target, known);
      return known;
    };
    for (const error of errors) {
      const index = error.path?.[1];
      if (error.path?.[0] === '_entities' && typeof index === 'number') {
        const below = error.path.slice(2);
        for (let at = batch.waitingFor(offset + index); at; at = at.next) {
          const { target, objects } = at;
          const bases = [...new Set(objects)].flatMap(
            (object) => placesOf(target).get(object) ?? [],
          );
          for (const base of bases) {
            this.add(formatted(error, step.service, [...base, ...renamed(below, target)]));
          }
        }
      } else {
        for (const target of step.targets) {
          this.add(formatted(error, step.service, concernedPath(target)));
        }
      }
    }
  }

  /** The subgraph gave no answer at all. */
  fromFailure(error: unknown, service: string, targets: readonly FetchTarget[]): void {
    const isUnavailable = error instanceof SubgraphUnavailable;
    if (!isUnavailable) this.faults.push(error);
    const code = isUnavailable ? codeOf(error) : 'INTERNAL_SERVER_ERROR';
    const message = isUnavailable
      ? `The part "${service}" of the system does not answer at the moment.`
      : 'Something went wrong on our side.';
    this.#forEachField(targets, (path) => ({ message, path, extensions: { code, service } }));
  }

  /** The subgraph answered something that is no answer to the question. */
  fromMalformed(service: string, targets: readonly FetchTarget[]): void {
    this.#forEachField(targets, (path) => ({
      message: `The part "${service}" of the system gave an answer that does not fit.`,
      path,
      extensions: { code: 'INVALID_SUBGRAPH_RESPONSE', service },
    }));
  }

  #forEachField(
    targets: readonly FetchTarget[],
    errorAt: (path: Path) => GraphQLFormattedError,
  ): void {
    for (const target of targets) {
      if (target.rootNames.length === 0) this.add(errorAt(target.path.prefix));
      for (const name of target.rootNames) {
        this.add(errorAt([...target.path.prefix, target.renamedKeys?.get(name) ?? name]));
      }
    }
  }
}

/** Where in the client's answer an object stands; one that is shared stands at several places. */
type Places = ReadonlyMap<JsonObject, readonly ClientPath[]>;

function placesIn(target: FetchTarget, data: JsonObject): Places {
  const places = new Map<JsonObject, ClientPath[]>();
  for (const [object, path] of target.path.locate(data)) {
    const known = places.get(object);
    if (known) known.push(path);
    else places.set(object, [path]);
  }
  return places;
}

function codeOf(error: SubgraphUnavailable): string {
  if (error.reason === 'TIMEOUT') return 'SUBGRAPH_TIMEOUT';
  return error.reason === 'BAD_RESPONSE' ? 'INVALID_SUBGRAPH_RESPONSE' : 'SUBGRAPH_UNAVAILABLE';
}

/** What an error without a path is about, as far as one path can say. Undefined for the whole answer. */
function concernedPath(target: FetchTarget): Path | undefined {
  const [only, ...others] = target.rootNames;
  const path =
    only !== undefined && others.length === 0
      ? [...target.path.prefix, target.renamedKeys?.get(only) ?? only]
      : target.path.prefix;
  return path.length > 0 ? path : undefined;
}

function renamed(path: Path, target: FetchTarget): Path {
  const { renamedKeys } = target;
  if (!renamedKeys) return path;
  return path.map((name) => (typeof name === 'string' ? (renamedKeys.get(name) ?? name) : name));
}

function formatted(
  error: GraphQLFormattedError,
  service: string,
  path: Path | undefined,
): GraphQLFormattedError {
  const extensions: Record<string, unknown> = { code: 'DOWNSTREAM_SERVICE_ERROR', service };
  for (const [name, value] of Object.entries(error.extensions ?? {})) {
    if (!withheld.has(name) && value !== undefined) extensions[name] = value;
  }
  return {
    message: error.message || `The part "${service}" of the system could not do this.`,
    ...(path && { path }),
    extensions,
  };
}
