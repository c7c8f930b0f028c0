import type { SubgraphRequest } from '@voltpark/kit/request';
import type { SubgraphCall, SubgraphResponse, SubgraphTransport } from '../ports.js';
import { EntityBatch } from './entity-batch.js';
import type { ErrorCollector } from './errors.js';
import { copyJson, isJsonObject, type JsonObject } from './json.js';
import { executionLimits } from './limits.js';
import { mergeInto } from './merge.js';
import type { FetchStep, FetchTarget, Step } from './program.js';

/** One run of a program: what has been fetched so far, and with what. */
export interface Run {
  /** The answer as it grows; still with everything that representations needed. */
  readonly data: JsonObject;
  readonly errors: ErrorCollector;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly request: SubgraphRequest;
  readonly transport: SubgraphTransport;
}

/** Runs a step. Never rejects: what fails is collected in `run.errors`. Undefined when nothing was to be done. */
export function runStep(step: Step, run: Run): Promise<void> | undefined {
  if (step.kind === 'sequence') return runSequence(step.steps, run);
  if (step.kind === 'parallel') return runParallel(step.steps, run);
  return step.isEntityFetch ? fetchEntities(step, run) : fetchRoot(step, run);
}

async function runSequence(steps: readonly Step[], run: Run): Promise<void> {
  for (const step of steps) {
    const pending = runStep(step, run);
    if (pending) await pending;
  }
}

function runParallel(steps: readonly Step[], run: Run): Promise<void> | undefined {
  const pending: Promise<void>[] = [];
  for (const step of steps) {
    const started = runStep(step, run);
    if (started) pending.push(started);
  }
  if (pending.length <= 1) return pending[0];
  return Promise.all(pending).then(nothing);
}

const nothing = (): void => undefined;

/** Fetches root fields: of the answer, or of objects within it that lead back to a root type. */
function fetchRoot(step: FetchStep, run: Run): Promise<void> | undefined {
  const [target] = step.targets;
  const objects = target.path.isRoot ? [run.data] : target.path.objects(run.data);
  if (objects.length === 0) return undefined;
  return send(step, run, undefined).then(
    (response) => {
      if (response.errors) run.errors.fromRoot(response.errors, step.service, target, run.data);
      takeRoot(response, target, objects);
    },
    (error: unknown) => run.errors.fromFailure(error, step.service, step.targets),
  );
}

/** Merges the data of root fields into every object concerned. */
function takeRoot(
  response: SubgraphResponse,
  target: FetchTarget,
  objects: readonly JsonObject[],
): void {
  const { data } = response;
  if (!data) return;
  target.rewriteOutput?.(data);
  objects.forEach((object, index) => {
    mergeInto(object, index === objects.length - 1 ? data : copyJson(data));
  });
}

/** Fetches more of entities that are already there by their representations. */
function fetchEntities(step: FetchStep, run: Run): Promise<void> | undefined {
  const batch = new EntityBatch(step.targets, run.data);
  const count = batch.representations.length;
  if (count === 0) return undefined;
  const limit = executionLimits.representationsPerRequest;
  if (count <= limit) return fetchSlice(step, run, batch, 0, count);
  const slices: Promise<void>[] = [];
  for (let start = 0; start < count; start += limit) {
    slices.push(fetchSlice(step, run, batch, start, Math.min(start + limit, count)));
  }
  return Promise.all(slices).then(nothing);
}

function fetchSlice(
  step: FetchStep,
  run: Run,
  batch: EntityBatch,
  start: number,
  end: number,
): Promise<void> {
  return send(step, run, `[${batch.representations.slice(start, end).join(',')}]`).then(
    (response) => {
      if (response.errors) {
        run.errors.fromEntities(response.errors, step, batch, start, run.data);
      }
      const entities = response.data?.['_entities'];
      if (Array.isArray(entities) && entities.length === end - start) {
        for (let index = 0; index < entities.length; index++) {
          const entity: unknown = entities[index];
          if (isJsonObject(entity)) batch.take(start + index, entity);
        }
      } else if (!response.errors) {
        run.errors.fromMalformed(step.service, step.targets);
      }
    },
    (error: unknown) => run.errors.fromFailure(error, step.service, step.targets),
  );
}

function send(
  step: FetchStep,
  run: Run,
  representationsJson: string | undefined,
): Promise<SubgraphResponse> {
  const call: { -readonly [Name in keyof SubgraphCall]: SubgraphCall[Name] } = {
    kind: step.operation,
    query: step.query,
    request: run.request,
  };
  if (step.operationName !== undefined) call.operationName = step.operationName;
  if (step.variableNames.length > 0) call.variables = usedVariables(step, run.variables);
  if (representationsJson !== undefined) call.representationsJson = representationsJson;
  return run.transport.execute(step.service, call);
}

/** Those of the client's variables that a fetch uses and the client gave. */
export function usedVariables(
  step: FetchStep,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const used: Record<string, unknown> = {};
  for (const name of step.variableNames) {
    if (Object.hasOwn(variables, name) && variables[name] !== undefined)
      used[name] = variables[name];
  }
  return used;
}

/** Takes a subscription's event as the data that the rest of its plan begins with. The event stays as it is. */
export function takeEvent(event: SubgraphResponse, step: FetchStep, run: Run): void {
  const [target] = step.targets;
  if (event.errors) {
    run.errors.fromRoot(event.errors, step.service, target, run.data);
  }
  if (event.data) takeRoot({ data: copyJson(event.data) }, target, [run.data]);
}
