import { buildSchema } from 'graphql';
import type { Admission } from '../../src/ports.js';
import { composeSubgraphs, type SubgraphSource } from '../../src/supergraph/composition.js';
import {
  draftSupergraph,
  loadedSupergraph,
  type LoadedSupergraph,
} from '../../src/supergraph/loaded.js';
import { garden, weather } from '../fixtures/subgraphs.js';

/** A supergraph in force, without a gateway around it. */
export function loadedGarden(
  subgraphs: readonly SubgraphSource[] = [garden, weather],
): LoadedSupergraph {
  const composition = composeSubgraphs(subgraphs);
  if (!composition.ok) throw new Error(composition.errors.join('\n'));
  return loadedSupergraph(
    draftSupergraph(composition.supergraphSdl),
    buildSchema(composition.apiSdl),
  );
}

/** The refusal of an admission, in short: code and limit. Undefined when it was admitted. */
export function refusalOf(admission: Admission): string | undefined {
  if (admission.ok) return undefined;
  const { code, limit } = admission.errors[0]?.extensions ?? {};
  return [code, limit].filter((part) => typeof part === 'string').join(': ');
}
