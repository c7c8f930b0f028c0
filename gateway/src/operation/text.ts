import { Kind, visit, type DocumentNode } from 'graphql';

const nul = '\0';

/** What a client is told in either case. */
export const unkeepable =
  'Text must not hold the character U+0000, nor values be nested so deeply.';

/** True when a string literal of the document holds U+0000, which databases do not take in text. */
export function documentHoldsNul(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.STRING]: ({ value }) => {
      found ||= value.includes(nul);
    },
  });
  return found;
}

/**
 * True when a value from outside is one that no subgraph could keep: text with U+0000 in it, or lists and objects
 * within each other beyond `depth`, which only custom scalars would let through.
 */
export function isUnkeepable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.includes(nul);
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const name in value) {
    if (isUnkeepable((value as Record<string, unknown>)[name], depth - 1)) return true;
  }
  return false;
}
