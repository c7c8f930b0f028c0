import { copyJson, type JsonObject } from './json.js';
import { mergeInto } from './merge.js';
import type { FetchTarget } from './program.js';

/** The objects at one place of the answer that wait for the same entity. */
export interface Waiting {
  readonly target: FetchTarget;
  readonly objects: JsonObject[];
  /** The next place where some wait for it. */
  next: Waiting | undefined;
}

/**
 * What one entity fetch asks for: each representation once, and for each the objects that wait for it.
 */
export class EntityBatch {
  /** JSON texts. */
  readonly representations: string[] = [];
  readonly #waiting: Waiting[] = [];

  constructor(targets: readonly FetchTarget[], data: JsonObject) {
    // By shape first: an entity's key says which one it is only among those of its type with the same fields.
    const known = new Map<string, Map<string, Waiting>>();
    for (const target of targets) {
      for (const object of target.path.objects(data)) {
        const builder = target.representation?.builderFor(object);
        const key = builder?.key(object);
        if (builder === undefined || key === undefined) continue;
        let ofShape = known.get(builder.shape);
        if (ofShape === undefined) {
          ofShape = new Map();
          known.set(builder.shape, ofShape);
        }
        const waiting = ofShape.get(key);
        if (waiting) {
          wait(waiting, target, object);
          continue;
        }
        const text = builder.text(object);
        if (text === undefined) continue;
        const first: Waiting = { target, objects: [object], next: undefined };
        ofShape.set(key, first);
        this.representations.push(text);
        this.#waiting.push(first);
      }
    }
  }

  /** Who waits for the representation at `index`, place by place. */
  waitingFor(index: number): Waiting | undefined {
    return this.#waiting[index];
  }

  /**
   * Merges a received entity into every object that waits for it. Objects at one place share what hangs below:
   * every later fetch reaches all of them and finds the same there. Other places get a copy, as other fetches
   * may go on from them.
   */
  take(index: number, entity: JsonObject): void {
    for (let waiting = this.#waiting[index]; waiting; waiting = waiting.next) {
      const { target, objects } = waiting;
      const part = waiting.next ? copyJson(entity) : entity;
      keepType(part, objects[0]?.['__typename'], target);
      target.rewriteOutput?.(part);
      for (const object of objects) mergeInto(object, part);
    }
  }
}

/**
 * What an object is does not change: a subgraph that was not asked has the same type in mind, and one that
 * knows it only as an interface object must not make it one.
 */
function keepType(part: JsonObject, typename: unknown, { representation }: FetchTarget): void {
  const received = part['__typename'];
  if (received === typename || typeof typename !== 'string') return;
  const isCertain = representation?.types.isConcrete(typename) ?? false;
  if (isCertain || !received) part['__typename'] = typename;
}

function wait(first: Waiting, target: FetchTarget, object: JsonObject): void {
  let waiting = first;
  while (waiting.target !== target) {
    if (!waiting.next) {
      waiting.next = { target, objects: [object], next: undefined };
      return;
    }
    waiting = waiting.next;
  }
  waiting.objects.push(object);
}
