import { copyJson, type JsonObject } from './json.js';
import { mergeInto } from './merge.js';
import type { FetchTarget } from './program.js';

/** One object of the answer that waits for an entity's data. */
export interface EntityUse {
  readonly target: FetchTarget;
  readonly object: JsonObject;
  /** Its place among the objects at the target's path. */
  readonly position: number;
}

/**
 * What one entity fetch asks for: each representation once, and for each the objects that wait for it.
 */
export class EntityBatch {
  /** JSON texts, all different. */
  readonly representations: string[] = [];
  readonly #uses: EntityUse[][] = [];

  constructor(targets: readonly FetchTarget[], data: JsonObject) {
    const known = new Map<string, number>();
    for (const target of targets) {
      const objects = target.path.objects(data);
      for (let position = 0; position < objects.length; position++) {
        const object = objects[position]!;
        const text = target.representation?.(object);
        if (text === undefined) continue;
        this.#add(known, text, { target, object, position });
      }
    }
  }

  /** The objects that wait for the representation at `index`. */
  usesOf(index: number): readonly EntityUse[] {
    return this.#uses[index] ?? [];
  }

  /** Merges a received entity into every object that waits for it. Each gets its own copy. */
  take(index: number, entity: JsonObject): void {
    const uses = this.#uses[index]!;
    const last = uses.length - 1;
    for (let at = 0; at <= last; at++) {
      const { target, object } = uses[at]!;
      const part = at === last ? entity : copyJson(entity);
      if (target.rewriteOutput) {
        // Rewrites look at the type; a subgraph that was not asked for it has the entity's.
        part['__typename'] ||= object['__typename'];
        target.rewriteOutput(part);
      }
      mergeInto(object, part);
    }
  }

  #add(known: Map<string, number>, text: string, use: EntityUse): void {
    const key = use.target.hasInputRewrites ? `${String(use.object['__typename'])} ${text}` : text;
    const index = known.get(key);
    if (index === undefined) {
      known.set(key, this.representations.length);
      this.representations.push(text);
      this.#uses.push([use]);
    } else {
      this.#uses[index]!.push(use);
    }
  }
}
