import type { ContextDefinition } from '@voltpark/kit/context';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

/** Names of all contexts: the folders of `subgraphs/` that promise a schema. */
export function contextNames(): string[] {
  return readdirSync(join(root, 'subgraphs'))
    .filter((name) => existsSync(join(root, 'subgraphs', name, 'schema.graphql')))
    .sort();
}

/** The definition that a context's package exports as `context`. */
export async function loadContext(name: string): Promise<ContextDefinition> {
  const exported = (await import(`@voltpark/${name}`)) as { context?: ContextDefinition };
  if (exported.context?.name === name) return exported.context;
  throw new Error(`subgraphs/${name}/src/main.ts does not export "context" of that name.`);
}
