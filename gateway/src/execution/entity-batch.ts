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
    const known = new Map<string, EntityUse[]>();
    for (const target of targets) {
      const objects = target.path.objects(data);
      let position = 0;
      for (const object of objects) {
        const text = target.representation?.(object);
        if (text !== undefined) this.#add(known, text, { target, object, position });
        position += 1;
      }
    }
  }

  /** The objects that wait for the representation at `index`. */
  usesOf(index: number): readonly EntityUse[] {
    return this.#uses[index] ?? [];
  }

  /** Merges a received entity into every object that waits for it. Each gets its own copy. */
  take(index: number, entity: JsonObject): void {
    const uses = this.usesOf(index);
    let left = uses.length;
    for (const { target, object } of uses) {
      left -= 1;
      const part = left === 0 ? entity : copyJson(entity);
      if (target.rewriteOutput) {
        // Rewrites look at the type; a subgraph that was not asked for it has the entity's.
        part['__typename'] ||= object['__typename'];
        target.rewriteOutput(part);
      }
      mergeInto(object, part);
    }
  }

  #add(known: Map<string, EntityUse[]>, text: string, use: EntityUse): void {
    const key = use.target.hasInputRewrites ? `${String(use.object['__typename'])} ${text}` : text;
    const uses = known.get(key);
    if (uses) {
      uses.push(use);
      return;
    }
    const first = [use];
    known.set(key, first);
    this.representations.push(text);
    this.#uses.push(first);
  }
}
