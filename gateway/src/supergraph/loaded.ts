import { Kind, type DocumentNode, type GraphQLSchema } from 'graphql';
import { createHash } from 'node:crypto';
import type { ActiveSupergraph } from '../ports.js';
import { readRules, type SupergraphRules } from './rules.js';
import { parseSupergraph } from './security.js';

/** A supergraph as read from its file, before it is in force. */
export interface SupergraphDraft {
  readonly version: string;
  readonly supergraphSdl: string;
  readonly document: DocumentNode;
  readonly rules: SupergraphRules;
  /** Routing URL by subgraph name, as composition wrote it. */
  readonly urls: ReadonlyMap<string, string>;
}

/** A supergraph in force, with the rules that the gateway itself enforces. */
export interface LoadedSupergraph extends ActiveSupergraph {
  readonly rules: SupergraphRules;
  readonly urls: ReadonlyMap<string, string>;
}

/** Reads a supergraph. @throws when the text is not SDL or names no subgraph */
export function draftSupergraph(supergraphSdl: string): SupergraphDraft {
  const document = parseSupergraph(supergraphSdl);
  const urls = subgraphUrls(document);
  if (urls.size === 0) throw new Error('The supergraph names no subgraph');
  const version = createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12);
  return { version, supergraphSdl, document, rules: readRules(document), urls };
}

/** The draft, in force with this API schema. */
export function loadedSupergraph(
  draft: SupergraphDraft,
  apiSchema: GraphQLSchema,
): LoadedSupergraph {
  const { version, supergraphSdl, rules, urls } = draft;
  return { version, supergraphSdl, rules, urls, apiSchema, services: [...urls.keys()] };
}

function subgraphUrls(document: DocumentNode): Map<string, string> {
  const graphs = document.definitions.find(
    (definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  const urls = new Map<string, string>();
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return urls;
  for (const { directives } of graphs.values ?? []) {
    const described = directives?.find(({ name }) => name.value === 'join__graph')?.arguments;
    const text = (name: string): string | undefined => {
      const value = described?.find((argument) => argument.name.value === name)?.value;
      return value?.kind === Kind.STRING ? value.value : undefined;
    };
    const name = text('name');
    if (name !== undefined) urls.set(name, text('url') ?? '');
  }
  return urls;
}
